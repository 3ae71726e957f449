namespace HotPath.Core.Ring;

/// <summary>
/// A thread of its own for work that blocks, done in turns: one at the start, and one whenever it was woken since the last one began, or
/// the last one's pause is over. Under a <see cref="PoolStandIn"/> there is no thread: each turn is work for that, and pauses are its clock's.
/// </summary>
public sealed class WokenThread
{
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan?> _turn;
    private readonly object _gate = new();
    private PoolStandIn? _instead;
    private ITimer? _pause;
    private bool _isDue;
    private bool _isOver;

    /// <summary>Makes one; it does nothing yet.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="time">The clock of pauses where there is no thread.</param>
    /// <param name="turn">
    /// Does what there is to do, and says how long to wait at most until the next turn (<see cref="Timeout.InfiniteTimeSpan"/> to be
    /// woken), or null to end. One at a time; must not throw.
    /// </param>
    public WokenThread(string name, TimeProvider time, Func<TimeSpan?> turn)
    {
        _name = name;
        _time = time;
        _turn = turn;
    }

    /// <summary>Begins, with a turn.</summary>
    public void Start()
    {
        if (SynchronizationContext.Current is PoolStandIn instead)
        {
            _pause = _time.CreateTimer(
                static self => ((WokenThread)self!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _instead = instead;
            _isDue = false;
            Wake();
            return;
        }

        new Thread(Run) { IsBackground = true, Name = _name }.Start();
    }

    /// <summary>Asks for a turn, if none is due. From any thread; before the start it means nothing, since that begins with one.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_isDue || _isOver)
            {
                return;
            }

            _isDue = true;
            Monitor.Pulse(_gate);
        }

        _instead?.Post(static self => ((WokenThread)self!).TakeTurn(), this);
    }

    private void Run()
    {
        while (_turn() is { } pause)
        {
            lock (_gate)
            {
                if (!_isDue)
                {
                    Monitor.Wait(_gate, pause);
                }

                _isDue = false;
            }
        }
    }

    private void TakeTurn()
    {
        _isDue = false;
        if (_turn() is { } pause)
        {
            _pause!.Change(pause, Timeout.InfiniteTimeSpan);
            return;
        }

        _isOver = true;
        _pause!.Dispose();
    }
}
