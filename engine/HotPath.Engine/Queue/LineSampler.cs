namespace HotPath.Engine.Queue;

/// <summary>
/// Decides which of many equal log lines are written, by the rule of the Collector's logger: in every ten seconds the first ten, then each
/// hundredth. Thread-safe.
/// </summary>
public sealed class LineSampler
{
    /// <summary>Lines written in full at the start of each window.</summary>
    internal const int Initial = 10;

    /// <summary>After those, one line in so many.</summary>
    internal const int Thereafter = 100;

    /// <summary>How long a window is.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _windowStart;
    private long _lines;

    /// <summary>Makes a sampler for lines of one kind.</summary>
    public LineSampler(TimeProvider time)
    {
        _time = time;
        _windowStart = time.GetTimestamp();
    }

    /// <summary>True if this line should be written.</summary>
    public bool Take()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_windowStart, now) >= Window)
            {
                _windowStart = now;
                _lines = 0;
            }

            _lines++;
            return _lines <= Initial || (_lines - Initial) % Thereafter == 0;
        }
    }
}
