namespace HotPath.Core.Wire;

/// <summary>skeleton</summary>
public static class OtlpWalk
{
    /// <summary>Walks one export request to full depth, checking and counting. Never throws, never allocates, never reads outside.</summary>
    public static WalkResult Check(Signal signal, ReadOnlySpan<byte> request) => throw new NotImplementedException();
}
