namespace HotPath.Core.Index;

/// <summary>What became of an attribute in an overlay.</summary>
[Flags]
internal enum AttributeState : byte
{
    /// <summary>It is as it came.</summary>
    AsCame = 0,

    /// <summary>It is gone.</summary>
    Removed = 1,

    /// <summary>It has another value (or key) than it came with.</summary>
    Changed = 2,

    /// <summary>Its KeyValue holds fields that are neither key nor value; they stay when the value changes.</summary>
    Odd = 4,
}
