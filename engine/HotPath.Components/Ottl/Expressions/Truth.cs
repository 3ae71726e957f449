namespace HotPath.Components.Ottl.Expressions;

/// <summary>What became of a condition.</summary>
internal enum Truth : byte
{
    /// <summary>It does not hold.</summary>
    No,

    /// <summary>It holds.</summary>
    Yes,

    /// <summary>It could not be told; the context has the failure.</summary>
    Failed,
}
