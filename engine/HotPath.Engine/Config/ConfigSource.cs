using HotPath.Engine.Config.Sources;

namespace HotPath.Engine.Config;

/// <summary>One source of configuration, as it was given. Later sources win over earlier ones.</summary>
public sealed class ConfigSource
{
    private ConfigSource(string name, string? uri, string? set, string? text)
    {
        Name = name;
        Location = uri;
        Assignment = set;
        Content = text;
    }

    /// <summary>What positions call it.</summary>
    public string Name { get; }

    /// <summary>The file that it is read from; null if it is none.</summary>
    public string? File => Location is not null && ConfigLocation.Source(Location) is { Scheme: "file" } file ? file.Value : null;

    /// <summary>A <c>--config</c> argument: null for the other kinds.</summary>
    internal string? Location { get; }

    /// <summary>A <c>--set</c> argument: null for the other kinds.</summary>
    internal string? Assignment { get; }

    /// <summary>YAML that is at hand: null for the other kinds.</summary>
    internal string? Content { get; }

    /// <summary>A <c>--config</c> argument: a path, <c>file:path</c>, <c>env:NAME</c>, <c>yaml:a::b::c: value</c> or a URL.</summary>
    public static ConfigSource Config(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        string name = uri;
        if (uri.StartsWith("yaml:", StringComparison.Ordinal))
        {
            // What stands behind the first key may be a secret, and is no name anyway.
            string[] parts = uri.Split((string[])[": ", "\n"], 2, StringSplitOptions.None);
            name = parts[0] + (parts.Length > 1 ? ": …" : "");
        }
        else if (uri.StartsWith("file:", StringComparison.Ordinal))
        {
            name = uri["file:".Length..];
        }
        else if (uri.StartsWith("http", StringComparison.Ordinal))
        {
            name = UriText.Safe(uri);
        }
        return new ConfigSource(name, uri, null, null);
    }

    /// <summary>A <c>--set</c> argument: <c>processors.batch.timeout=2s</c>. The value is YAML.</summary>
    public static ConfigSource Set(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        return new ConfigSource($"--set {assignment.Split('=')[0].Trim()}", null, assignment, null);
    }

    /// <summary>YAML that is at hand, such as the built-in default.</summary>
    public static ConfigSource Text(string name, string yaml) => new(name, null, null, yaml);
}
