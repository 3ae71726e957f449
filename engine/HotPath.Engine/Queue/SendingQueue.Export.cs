using System.Runtime.CompilerServices;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <content>Sending what a consumer took.</content>
public sealed partial class SendingQueue
{
    private static SendResult KeptOnDisk =>
        new(SendStatus.Retryable, 0, TimeSpan.Zero, DropReason.ShuttingDown, "the gateway stopped; the batch stays in its storage");

    /// <summary>
    /// Sends one entry to its end, in pieces where only that helps (<see cref="Splits"/>), makes the room of what has gone whole free, and
    /// tells who asked.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask ExportAsync(QueueEntry entry)
    {
        entry.Portions.CountTaken();
        Stack<QueueEntry>? rest = null;
        int fruitless = 0;
        bool isBegun = false;
        do
        {
            SendResult result = await SendAsync(entry, isBegun);
            while (fruitless < Splits.MostFruitless && Splits.HeadItems(entry.Batch, result) is > 0 and int head)
            {
                fruitless++;
                (entry, QueueEntry tail) = Split(entry, head);
                (rest ??= new Stack<QueueEntry>()).Push(tail);
                result = await SendAsync(entry, isBegun);
            }

            fruitless = result.Status == SendStatus.Delivered ? 0 : fruitless;
            isBegun |= result.Status == SendStatus.Delivered;
            End(entry, result);
        }
        while (rest is not null && rest.TryPop(out entry));

        lock (_lock)
        {
            _consumers.NoteDone();
        }
    }

    private ValueTask<SendResult> SendAsync(in QueueEntry entry, bool isBegun)
    {
        // What lies on disk need not be tried once more before the process ends, but for the rest of what went in part: what is kept is
        // kept whole, and all of it is sent again.
        bool isKept = !isBegun && Volatile.Read(ref _stopped) is not null && entry.Portions.AreAllStored;
        return isKept ? ValueTask.FromResult(KeptOnDisk) : _chain.TrySendAsync(entry.Batch, entry.Sender);
    }

    /// <summary>Makes two entries of one: the first items, and the rest.</summary>
    private (QueueEntry Head, QueueEntry Tail) Split(in QueueEntry entry, int items)
    {
        Batch tail = entry.Batch.Unshared();
        Batch head = tail.RentEmpty();
        tail.MoveFirst(items, head);
        Portions portions;
        lock (_lock)
        {
            portions = _pools.RentPortions();
        }

        entry.Portions.MoveFirst(items, portions);
        return (entry with { Batch = head, Portions = portions }, entry with { Batch = tail });
    }

    /// <summary>An entry has gone.</summary>
    private void End(in QueueEntry entry, in SendResult result)
    {
        if (result.Status != SendStatus.Delivered && !(entry.Portions.AreAllStored && result.Reason == DropReason.ShuttingDown))
        {
            _chain.NoteLoss(result, entry.Batch);
        }

        if (Poison.Is(result))
        {
            Poison.Count(entry.Batch, entry.Portions.All[0].Of.Edge, result.Reason);
        }

        entry.Portions.CountEnd(result);
        entry.Batch.Release();
        var outcome = Outcome.Of(result);
        lock (_lock)
        {
            foreach (Portion portion in entry.Portions.All)
            {
                if (portion.Of.Settle(portion.Items, outcome))
                {
                    _space.Free(portion.Of.Room);
                    _pools.Return(portion.Of);
                }
            }

            _pools.Return(entry.Portions);
        }
    }
}
