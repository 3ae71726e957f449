using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>The attributes that a summary is written to: of attributes, or (with <c>body.</c>) of a log's body.</summary>
internal sealed class SummaryKeys
{
    private SummaryKeys(string prefix)
    {
        RedactedKeys = new AttributeKey($"{prefix}redacted.keys");
        RedactedCount = new AttributeKey($"{prefix}redacted.count");
        MaskedKeys = new AttributeKey($"{prefix}masked.keys");
        MaskedCount = new AttributeKey($"{prefix}masked.count");
        AllowedKeys = new AttributeKey($"{prefix}allowed.keys");
        AllowedCount = new AttributeKey($"{prefix}allowed.count");
        IgnoredCount = new AttributeKey($"{prefix}ignored.count");
    }

    /// <summary>Of attributes.</summary>
    public static SummaryKeys Attributes { get; } = new("redaction.");

    /// <summary>Of a log's body.</summary>
    public static SummaryKeys Body { get; } = new("redaction.body.");

    /// <summary>Every key of both: always allowed, so that a second processor adds to the first one's summary.</summary>
    public static IEnumerable<string> All => Attributes.Each.Concat(Body.Each).Select(key => key.Name);

    public AttributeKey RedactedKeys { get; }

    public AttributeKey RedactedCount { get; }

    public AttributeKey MaskedKeys { get; }

    public AttributeKey MaskedCount { get; }

    public AttributeKey AllowedKeys { get; }

    public AttributeKey AllowedCount { get; }

    public AttributeKey IgnoredCount { get; }

    private AttributeKey[] Each => [RedactedKeys, RedactedCount, MaskedKeys, MaskedCount, AllowedKeys, AllowedCount, IgnoredCount];
}
