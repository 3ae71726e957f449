using HotPath.Components.Ottl.Patterns;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>One validated action of an <c>attributes</c> or <c>resource</c> processor.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Key">The attribute it does it to; empty if only a pattern was written, which then also means the empty key.</param>
internal sealed record AttributeAction(ActionKind Kind, AttributeKey Key)
{
    /// <summary><c>value</c>: what is set.</summary>
    public ConstantValue? Value { get; init; }

    /// <summary>
    /// <c>from_attribute</c>: where the value is taken from; if it is not there, it is <see cref="Default"/>, and without one nothing is
    /// done.
    /// </summary>
    public AttributeKey? From { get; init; }

    /// <summary><c>from_context</c>: what is known of the request's sender; if it is nothing, as of <see cref="From"/>.</summary>
    public ContextSource? Context { get; init; }

    /// <summary><c>default_value</c>: what is set if <see cref="From"/> or <see cref="Context"/> is not there.</summary>
    public ConstantValue? Default { get; init; }

    /// <summary><c>pattern</c>: of keys (delete, hash) or of the text (extract).</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>The key, read as a pattern of whole keys too (delete, hash): it holds what a key hardly does and a pattern does.</summary>
    public Pattern? KeyPattern { get; init; }

    /// <summary>The pattern's groups as keys, in its order (extract).</summary>
    public AttributeKey[] Groups { get; init; } = [];

    /// <summary>True if it looks at attributes of other keys than <see cref="Keys"/>: it has a pattern of keys.</summary>
    public bool MayMeanAnyKey => KeyPattern is not null || (Pattern is not null && Kind != ActionKind.Extract);

    /// <summary>The keys that it names.</summary>
    public IEnumerable<AttributeKey> Keys => From is null ? [Key, .. Groups] : [Key, From, .. Groups];

    /// <summary><c>converted_type</c>.</summary>
    public ValueKind Target { get; init; }
}
