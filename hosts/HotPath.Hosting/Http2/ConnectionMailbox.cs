using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using HotPath.Hosting.Grpc;

namespace HotPath.Hosting.Http2;

/// <summary>
/// The way back to a connection's loop for whatever ends on another thread: answers of the engine, bodies that were given up, the clock.
/// Posting takes no lock and allocates nothing; the first post since the loop last looked wakes it, from a pool thread, so that nobody who
/// posts ever runs the loop. Any thread posts; the loop alone takes.
/// </summary>
internal sealed class ConnectionMailbox(PipeReader input) : IThreadPoolWorkItem, IValueTaskSource
{
    private const int Nobody = 0;
    private const int Waits = 1;
    private const int Posted = 2;

    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _waiter;
    private GrpcStream? _posted;
    private int _events;
    private int _isWaking;

    /// <summary>Posts a stream, unless it is in the mailbox already.</summary>
    public void Post(GrpcStream stream)
    {
        GrpcStream? seen = Volatile.Read(ref _posted);
        while (true)
        {
            stream.NextPosted = seen;
            GrpcStream? found = Interlocked.CompareExchange(ref _posted, stream, seen);
            if (ReferenceEquals(found, seen))
            {
                break;
            }

            seen = found;
        }

        Wake();
    }

    /// <summary>Posts events.</summary>
    public void Post(ConnectionEvents events)
    {
        Interlocked.Or(ref _events, (int)events);
        Wake();
    }

    /// <summary>Takes all streams that were posted, linked by <see cref="GrpcStream.NextPosted"/>, and all events.</summary>
    public GrpcStream? Take(out ConnectionEvents events)
    {
        events = ConnectionEvents.None;
        if (Volatile.Read(ref _isWaking) == 0)
        {
            return null;
        }

        // Before the exchanges below: what is posted after them wakes the loop once more.
        Interlocked.Exchange(ref _isWaking, 0);
        events = (ConnectionEvents)Interlocked.Exchange(ref _events, 0);
        return Interlocked.Exchange(ref _posted, null);
    }

    /// <summary>
    /// Waits for the next post, or not at all if there was one since the last wait: of a loop that does not read for the moment. The
    /// loop's alone.
    /// </summary>
    public ValueTask WhenPostedAsync()
    {
        _wait.Reset();
        if (Interlocked.CompareExchange(ref _waiter, Waits, Nobody) == Nobody)
        {
            return new ValueTask(this, _wait.Version);
        }

        Volatile.Write(ref _waiter, Nobody);
        return default;
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    /// <summary>Ends the loop's wait: for bytes, then its read comes back canceled, or for a post.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Exchange(ref _waiter, Posted) == Waits)
        {
            Volatile.Write(ref _waiter, Nobody);
            _wait.SetResult(true);
            return;
        }

        try
        {
            input.CancelPendingRead();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended meanwhile: nobody waits.
        }
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWaking, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
