namespace HotPath.Engine.Queue;

/// <summary>
/// A queue's consumers, and the entries that wait for one, first in, first out. A consumer is started when all others are busy, up to
/// <c>num_consumers</c>. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueConsumers
{
    private readonly SendingQueue _queue;
    private readonly int _most;
    private readonly Queue<QueueEntry> _waiting = new();
    private readonly Stack<QueueConsumer> _idle = new();
    private readonly List<Task> _started = [];

    public QueueConsumers(SendingQueue queue, int most)
    {
        _queue = queue;
        _most = most;
    }

    /// <summary>Entries that wait for a consumer.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Entries that a consumer has.</summary>
    public int UnderWay { get; private set; }

    /// <summary>The consumers started so far; each ends after it was handed <c>default</c>.</summary>
    public Task[] Started => [.. _started];

    /// <summary>Gives an entry to an idle consumer, or has it wait for the next.</summary>
    public void Dispatch(in QueueEntry entry)
    {
        if (_idle.TryPop(out QueueConsumer? consumer))
        {
            UnderWay++;
            consumer.Hand(entry);
            return;
        }

        _waiting.Enqueue(entry);
        if (_started.Count < _most)
        {
            _started.Add(new QueueConsumer(_queue).Start());
        }
    }

    /// <summary>The entry that has waited longest, for a consumer that has nothing to do; false if none waits.</summary>
    public bool TryTake(out QueueEntry entry)
    {
        bool isTaken = _waiting.TryDequeue(out entry);
        UnderWay += isTaken ? 1 : 0;
        return isTaken;
    }

    /// <summary>A consumer that found nothing to take: it is handed the next entry.</summary>
    public ValueTask<QueueEntry> Park(QueueConsumer consumer)
    {
        _idle.Push(consumer);
        return consumer.Park();
    }

    /// <summary>A consumer has done with an entry.</summary>
    public void NoteDone() => UnderWay--;

    /// <summary>Ends those who have nothing to do. Others find the queue stopped when nothing waits any more.</summary>
    public void EndIdle()
    {
        while (_idle.TryPop(out QueueConsumer? consumer))
        {
            consumer.Hand(default);
        }
    }
}
