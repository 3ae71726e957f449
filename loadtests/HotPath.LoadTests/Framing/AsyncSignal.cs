using System.Threading.Tasks.Sources;

namespace HotPath.LoadTests.Framing;

/// <summary>
/// Wakes one waiter once; set before it waits, it does not wait. The waiter goes on upon the setter's thread, which saves a hop for every
/// request. Allocates nothing. Any number of setters, one waiter.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int WasSet = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

    /// <summary>Wakes the waiter, or the next one.</summary>
    public void Set()
    {
        while (true)
        {
            int seen = Volatile.Read(ref _state);
            if (seen == WasSet)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _state, seen == Waiting ? Idle : WasSet, seen) == seen)
            {
                if (seen == Waiting)
                {
                    _core.SetResult(true);
                }

                return;
            }
        }
    }

    /// <summary>Waits for <see cref="Set"/>.</summary>
    public ValueTask WaitAsync()
    {
        _core.Reset();
        short version = _core.Version;
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
        {
            return new ValueTask(this, version);
        }

        // A full fence: a setter who still saw it set has done its work before what the waiter looks at next.
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
