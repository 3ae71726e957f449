namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// A value as it stands in one source, before it has a path. Immutable, so aliases share it: merging and expanding build new nodes.
/// </summary>
internal sealed record YamlNode
{
    /// <summary>The shape.</summary>
    public required YamlKind Kind { get; init; }

    /// <summary>Where it stands: a scalar's or flow collection's first character; for a block or blank value, its key.</summary>
    public required ConfigPosition Position { get; init; }

    /// <summary>What a scalar is; <see cref="ScalarKind.None"/> for collections.</summary>
    public ScalarKind Scalar { get; init; }

    /// <summary>A scalar's text without its quotes; empty for collections.</summary>
    public string Text { get; init; } = "";

    /// <summary>True if a scalar is quoted or a block scalar: text whatever it holds.</summary>
    public bool Quoted { get; init; }

    /// <summary>A map's entries in order.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    /// <summary>A list's elements in order.</summary>
    public IReadOnlyList<YamlNode> Items { get; init; } = [];

    /// <summary>
    /// For a value that a reference put here: the characters it was read from, which a text key takes as they are
    /// (<c>0123</c> stays <c>0123</c> although it is the integer 83). Null for a value written in place.
    /// </summary>
    public string? Written { get; init; }

    /// <summary>The reference that put this value here, <c>${env:NAME}</c>; null for a value written in place.</summary>
    public string? Reference { get; init; }

    /// <summary>Why a referenced value is read as text although it looks like more: its YAML fault. Shown with a type error.</summary>
    public string? Hint { get; init; }

    /// <summary>A node that reports nothing more.</summary>
    public static YamlNode Broken(ConfigPosition position) => new() { Kind = YamlKind.Broken, Position = position };

    /// <summary>A null scalar.</summary>
    public static YamlNode Null(ConfigPosition position) => new() { Kind = YamlKind.Scalar, Position = position, Scalar = ScalarKind.Null };

    /// <summary>A map.</summary>
    public static YamlNode Map(ConfigPosition position, IReadOnlyList<YamlEntry> entries) =>
        new() { Kind = YamlKind.Map, Position = position, Entries = entries };

    /// <summary>A list.</summary>
    public static YamlNode List(ConfigPosition position, IReadOnlyList<YamlNode> items) =>
        new() { Kind = YamlKind.List, Position = position, Items = items };

    /// <summary>Text.</summary>
    public static YamlNode Of(ConfigPosition position, string text, bool quoted) =>
        new() { Kind = YamlKind.Scalar, Position = position, Scalar = ScalarKind.Text, Text = text, Quoted = quoted };
}
