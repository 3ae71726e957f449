using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <summary>
/// How many streams a client may have open, as SETTINGS_MAX_CONCURRENT_STREAMS tells it (RFC 9113 section 5.1.2). While requests wait for
/// room behind the intake, one more stream leaves no earlier for having come: it pins memory, and is cold in the cache by its turn. So the
/// client is told to open few and keeps the rest at home, where its own queue, time-out and balancing see them; and it is told more again,
/// twice as many each second, once nothing waits. Belongs to its connection.
/// </summary>
/// <remarks>
/// It is advice: what is open stays, and streams are refused above <c>max_concurrent_streams</c> only. Where requests are refused after
/// their wait, keeping clients at home would hide from them that the engine stands still, so then they may open all again and be told a
/// delay.
/// </remarks>
internal sealed class StreamAllowance
{
    /// <summary>The least a client is told: one under way, and the next.</summary>
    public const int Least = 2;

    /// <summary>
    /// How often a client is told more, once nothing waits; and for how long an engine that refused counts as standing still.
    /// </summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly int _most;
    private readonly HostLimits _limits;
    private readonly TimeProvider _time;
    private long _lastLate;
    private long _lastRefused;
    private bool _standsStill;

    /// <summary>The allowance of one connection, at first as many as its port allows.</summary>
    public StreamAllowance(int most, HostLimits limits, TimeProvider time)
    {
        _most = most;
        _limits = limits;
        _time = time;
        Current = most;
    }

    /// <summary>Streams that the client may have open.</summary>
    public int Current { get; private set; }

    /// <summary>A request was refused after it had waited: the engine does not move.</summary>
    public void NoteRefused()
    {
        _standsStill = true;
        _lastRefused = _time.GetTimestamp();
    }

    /// <summary>Looks at what waits after one read; true if the client is to be told <see cref="Current"/>.</summary>
    /// <param name="waiting">Requests of this connection that wait for room.</param>
    /// <param name="waitingBytes">Their bytes.</param>
    public bool Changes(int waiting, long waitingBytes)
    {
        bool isLate = waiting > Least && waitingBytes > _limits.HeldBackBytes + (_limits.HeldBackBytes / 2) && _limits.HeldBackBytes > 0;
        if (!isLate && Current == _most)
        {
            return false;
        }

        int before = Current;
        _standsStill = _standsStill && _time.GetElapsedTime(_lastRefused) < Step;
        if (_standsStill)
        {
            Current = _most;
        }
        else if (isLate)
        {
            _lastLate = _time.GetTimestamp();
            Current = Math.Min(Current, (int)Math.Clamp(_limits.HeldBackBytes / Math.Max(1, waitingBytes / waiting), Least, _most));
        }
        else
        {
            Raise();
        }

        return Current != before;
    }

    private void Raise()
    {
        long steps = _time.GetElapsedTime(_lastLate).Ticks / Step.Ticks;
        if (steps > 0)
        {
            Current = (int)Math.Min(_most, (long)Current << (int)Math.Min(steps, 30));
            _lastLate = _time.GetTimestamp();
        }
    }
}
