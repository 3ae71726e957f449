namespace HotPath.Core.Wire;

/// <summary>
/// The search for the largest count whose size is within a bound, where a larger count never has a smaller size and measuring costs as much
/// as the count: 1, 2, 4, … until one is too large, then in between, by proportion and by halves in turn.
/// </summary>
internal struct FitSearch
{
    private readonly int _most;
    private readonly long _maxBytes;
    private long _fitsBytes;
    private int _tooMany;
    private long _tooManyBytes;
    private int _probe;
    private bool _halves;

    internal FitSearch(int most, long maxBytes)
    {
        _most = most;
        _maxBytes = maxBytes;
    }

    /// <summary>The largest count known to fit.</summary>
    internal int Fits { get; private set; }

    /// <summary>The next count to measure; 0 when <see cref="Fits"/> is the answer.</summary>
    internal int Next()
    {
        if (_tooMany == 0)
        {
            return _probe = Fits >= _most ? 0 : (int)Math.Min(Math.Max(1, 2L * Fits), _most);
        }

        int between = _tooMany - Fits;
        if (between == 1)
        {
            return 0;
        }

        long step = _halves ? between / 2 : (_maxBytes - _fitsBytes) * between / Math.Max(1, _tooManyBytes - _fitsBytes);
        _halves = !_halves;
        return _probe = Fits + (int)Math.Clamp(step, 1, between - 1);
    }

    /// <summary>The size of the count that <see cref="Next"/> gave.</summary>
    internal void Note(long bytes)
    {
        if (bytes <= _maxBytes)
        {
            Fits = _probe;
            _fitsBytes = bytes;
        }
        else
        {
            _tooMany = _probe;
            _tooManyBytes = bytes;
        }
    }
}
