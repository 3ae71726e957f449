namespace HotPath.Engine.Pipeline;

/// <summary>
/// Counts who is inside until it is closed, and tells when the last one has left: how a part of an old graph knows that nobody uses it any
/// more. Thread-safe, without a lock.
/// </summary>
internal sealed class Turnstile
{
    /// <summary>The lowest bit of the state: closed. The rest counts who is inside.</summary>
    private const long Closed = 1;

    private const long One = 2;

    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _state;

    /// <summary>Who is inside now.</summary>
    public long Inside => Volatile.Read(ref _state) / One;

    /// <summary>Goes in; false if it is closed.</summary>
    public bool TryEnter()
    {
        long state = Volatile.Read(ref _state);
        while ((state & Closed) == 0)
        {
            long found = Interlocked.CompareExchange(ref _state, state + One, state);
            if (found == state)
            {
                return true;
            }

            state = found;
        }

        return false;
    }

    /// <summary>Goes out, once for each time in.</summary>
    public void Leave()
    {
        if (Interlocked.Add(ref _state, -One) == Closed)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Lets nobody in any more; completes when nobody is inside.</summary>
    public Task CloseAsync()
    {
        if ((Interlocked.Or(ref _state, Closed) & ~Closed) == 0)
        {
            _empty.TrySetResult();
        }

        return _empty.Task;
    }
}
