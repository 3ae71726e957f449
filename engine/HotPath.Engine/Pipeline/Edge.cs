using HotPath.Core.Memory;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>A pipeline → exporter edge: the exporter, which other pipelines may share, and this pipeline's own counts at it.</summary>
/// <param name="Exporter">The exporter with its chain.</param>
/// <param name="Ledger">The edge's counts.</param>
internal sealed record Edge(ExporterState Exporter, EdgeLedger Ledger)
{
    /// <summary>True if the exporter's queue tells senders how sending ended.</summary>
    public bool WaitsForResult => Exporter.Queue is { WaitsForResult: true };

    private static Outcome GivenUp => Outcome.Retryable("the request was cancelled or timed out before its result was known");

    /// <summary>
    /// How long until it takes so much, as far as senders wait for it: for room in its queue, and, where they are told how sending ended,
    /// for a backend that works again.
    /// </summary>
    /// <param name="load">What would come.</param>
    /// <param name="isSole">True if it is the pipeline's only output: then a batch waits for room in its queue.</param>
    public TimeSpan RetryAfter(in Load load, bool isSole)
    {
        bool waitsForRoom = isSole || Exporter.Plan.Chain.Queue.BlockOnOverflow;
        TimeSpan room = Exporter.Queue is { } queue && waitsForRoom
            ? queue.RetryAfter(load.Items, load.Bytes, load.Batches)
            : TimeSpan.Zero;
        bool waitsForBackend = Exporter.Queue is null or SendingQueue { WaitsForResult: true };
        return waitsForBackend ? DrainDelay.Longer(room, Exporter.Health.RetryAfter()) : room;
    }

    /// <summary>Tries to hand a batch over; on anything but Enqueued the hold is still the caller's.</summary>
    public EnqueueResult TryEnqueue(Batch batch) => Exporter.Queue!.TryEnqueue(batch, Ledger);

    /// <summary>As <see cref="TryEnqueue(Batch)"/>, for a sender who is told how sending it ended if the queue tells at all.</summary>
    public EnqueueResult TryEnqueue(Batch batch, CancellationToken sender, out Task<Outcome>? answer) =>
        Exporter.Queue!.TryEnqueue(batch, Ledger, asks: true, sender, out answer);

    /// <summary>Hands a batch over under a reservation in its queue: never fails, unless the gateway is stopping.</summary>
    public ValueTask<Outcome> EnqueueReserved(Batch batch, bool hasSender, CancellationToken sender)
    {
        EnqueueResult result = Exporter.Queue!.EnqueueReserved(batch, Ledger, hasSender, sender, out Task<Outcome>? answer);
        if (result != EnqueueResult.Enqueued)
        {
            Drop(batch, EnqueueResult.ShuttingDown);
            return ValueTask.FromResult(Refusal(result));
        }

        return answer is null ? ValueTask.FromResult(Outcome.Ok) : AnswerAsync(answer, sender);
    }

    /// <summary>
    /// Hands a batch over without a reservation: a full queue drops it, or has it wait (<c>block_on_overflow</c>); without a queue it is
    /// sent at once. The outcome is the sender's, who waits for it if there is one.
    /// </summary>
    public ValueTask<Outcome> PushAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        if (Exporter.Queue is null)
        {
            return SendAsync(batch, cancel);
        }

        Task<Outcome>? answer = null;
        EnqueueResult result = hasSender ? TryEnqueue(batch, cancel, out answer) : TryEnqueue(batch);
        if (result == EnqueueResult.QueueFull && Exporter.Plan.Chain.Queue.BlockOnOverflow)
        {
            return BlockAsync(batch, hasSender, cancel);
        }

        if (result != EnqueueResult.Enqueued)
        {
            Drop(batch, result);

            // Who has asked how sending ends is told that it did not begin; who has not, is answered for the other exporters.
            return ValueTask.FromResult(hasSender && WaitsForResult ? Refusal(result) : Outcome.Ok);
        }

        return answer is null ? ValueTask.FromResult(Outcome.Ok) : AnswerAsync(answer, cancel);
    }

    /// <summary>Drops this edge's copy, counted and logged.</summary>
    public void Drop(Batch batch, EnqueueResult why) =>
        Drop(batch, why, why == EnqueueResult.QueueFull ? DropReason.QueueFull : DropReason.ShuttingDown);

    /// <summary>Drops this edge's copy under a reason of the caller's.</summary>
    public void Drop(Batch batch, EnqueueResult why, string reason)
    {
        Ledger.CountEnqueueFailed(batch.Items, reason);
        Exporter.Queue!.LogRejected(batch.Items, why);
        batch.Release();
    }

    /// <summary><c>block_on_overflow</c>: waits for room, while the sender waits, or until the gateway stops.</summary>
    private async ValueTask<Outcome> BlockAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        EnqueueResult result;
        Task<Outcome>? answer;
        try
        {
            while ((result = Exporter.Queue!.TryEnqueue(batch, Ledger, hasSender, cancel, out answer)) == EnqueueResult.QueueFull)
            {
                await Exporter.Queue!.WaitForRoomAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (hasSender)
        {
            Drop(batch, EnqueueResult.QueueFull, ExportReasons.Cancelled);
            return GivenUp;
        }
        catch (OperationCanceledException)
        {
            Drop(batch, EnqueueResult.ShuttingDown);
            return Outcome.Ok;
        }

        if (result != EnqueueResult.Enqueued)
        {
            Drop(batch, result);
            return hasSender ? Refusal(result) : Outcome.Ok;
        }

        return answer is null ? Outcome.Ok : await AnswerAsync(answer, cancel);
    }

    /// <summary>The queue's answer, or the sender's end of patience, which leaves the items where they are.</summary>
    private static async ValueTask<Outcome> AnswerAsync(Task<Outcome> answer, CancellationToken sender)
    {
        try
        {
            return await answer.WaitAsync(sender);
        }
        catch (OperationCanceledException)
        {
            return GivenUp;
        }
    }

    private async ValueTask<Outcome> SendAsync(Batch batch, CancellationToken cancel) =>
        Outcome.Of(await Exporter.Direct!.SendAsync(batch, Ledger, cancel));

    private static Outcome Refusal(EnqueueResult why) =>
        Outcome.Retryable(why == EnqueueResult.QueueFull ? "sending queue is full" : "the gateway is shutting down");
}
