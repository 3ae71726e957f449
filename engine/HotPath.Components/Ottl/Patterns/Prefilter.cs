namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Tells of most texts that a pattern is not found in them, from their bytes alone, without running it. It never says so of a text that the
/// pattern is found in. Thread-safe.
/// </summary>
internal sealed class Prefilter
{
    private readonly int _leastBytes;
    private readonly ByteWindow? _start;
    private readonly ByteWindow[] _windows;

    public Prefilter(PieceShape shape)
    {
        _leastBytes = shape.LeastBytes;
        _start = shape.IsAtStart && shape.Prefix.Length > 0 ? new ByteWindow(shape.Prefix) : null;
        _windows = shape.Windows;
    }

    /// <summary>True if it tells texts apart by more than their length.</summary>
    public bool IsSelective => _start is not null || _windows.Length > 0;

    /// <summary>False if the pattern is not found in the text.</summary>
    public bool MayMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < _leastBytes || _start?.IsAt(utf8, 0) == false)
        {
            return false;
        }

        foreach (ByteWindow window in _windows)
        {
            if (window.IsIn(utf8))
            {
                return true;
            }
        }

        return _windows.Length == 0;
    }
}
