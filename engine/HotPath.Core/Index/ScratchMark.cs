namespace HotPath.Core.Index;

/// <summary>A point in an overlay's scratch to go back to; see <see cref="Edits.Overlay.RewindScratch"/>.</summary>
public readonly unsafe struct ScratchMark
{
    internal ScratchMark(byte* at, byte* end)
    {
        At = at;
        End = end;
    }

    internal byte* At { get; }

    internal byte* End { get; }
}
