namespace HotPath.Components.Exporters.Debug;

/// <summary>
/// Decides which batches are written: the first few of each second, then one in so many. Unlike the Collector's, which samples log
/// entries by their text, it keeps a batch's count line and its body together. Thread-safe.
/// </summary>
internal sealed class DebugSampler
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly int _initial;
    private readonly int _thereafter;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _windowStart;
    private long _batches;

    public DebugSampler(int initial, int thereafter, TimeProvider time)
    {
        _initial = initial;
        _thereafter = thereafter;
        _time = time;
        _windowStart = time.GetTimestamp();
    }

    /// <summary>True if this batch is to be written.</summary>
    public bool Take()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_windowStart, now) >= Window)
            {
                _windowStart = now;
                _batches = 0;
            }

            _batches++;
            return _batches <= _initial || (_thereafter > 0 && (_batches - _initial) % _thereafter == 0);
        }
    }
}
