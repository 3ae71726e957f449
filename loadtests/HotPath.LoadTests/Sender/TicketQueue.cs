namespace HotPath.LoadTests.Sender;

/// <summary>Requests that are due on one connection, each with the time at which it was meant to be sent. Thread-safe.</summary>
internal sealed class TicketQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _due = new();
    private bool _isClosed;

    /// <summary>Requests that are due and not begun.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>
    /// Adds a request, unless it is too late. True if none was due before: else who takes them knows already, and need not be woken.
    /// </summary>
    public bool Add(long intended)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _due.Enqueue(intended);
            return _due.Count == 1;
        }
    }

    /// <summary>
    /// Takes the request that is due longest, and begins it: whoever has closed the queue finds every request that was taken among those
    /// begun.
    /// </summary>
    public bool TryBegin(SenderCounts counts, out long intended)
    {
        lock (_gate)
        {
            bool isTaken = _due.TryDequeue(out intended);
            if (isTaken)
            {
                counts.Begin();
            }

            return isTaken;
        }
    }

    /// <summary>Takes no more, and forgets those not begun. Returns how many.</summary>
    public int Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            int left = _due.Count;
            _due.Clear();
            return left;
        }
    }
}
