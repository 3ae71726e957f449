using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The end of a pipeline: every exporter gets the batch. One dead backend must not starve the others, so with several exporters a full queue
/// drops its own copy (<c>queue_full</c>) unless it says <c>block_on_overflow</c>; with one, a full queue means late: the batch waits, and what
/// stands before it fills up, back to the receiver.
/// </summary>
/// <remarks>
/// There are two ways in. From a stage, nobody waits for how sending ends. From an entrance (<see cref="DeliverAsync"/>), the batch's sender is
/// told: at once, or, by exporters without a queue and queues that say <c>wait_for_result</c>, when their backend has answered.
/// </remarks>
internal sealed class FanOut : IBatchSink
{
    private readonly Edge[] _edges;
    private readonly PipelineLedger _ledger;

    public FanOut(Edge[] edges, PipelineLedger ledger)
    {
        _edges = edges;
        _ledger = ledger;
    }

    /// <summary>The edges, in the pipeline's order.</summary>
    public IReadOnlyList<Edge> Edges => _edges;

    /// <inheritdoc/>
    public ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel)
    {
        int items = batch.Items;
        if (_edges.Length == 1 && _edges[0].Exporter.Queue is not null)
        {
            if (_edges[0].TryEnqueue(batch) != EnqueueResult.Enqueued)
            {
                return EnqueueLateAsync(_edges[0], batch, cancel);
            }

            _ledger.CountOut(items);
            return ValueTask.FromResult(Outcome.Ok);
        }

        _ledger.CountOut(items);
        return PushToEachAsync(batch, hasSender: false, cancel);
    }

    /// <summary>Hands on a batch whose sender waits for the outcome, and may stop waiting.</summary>
    public ValueTask<Outcome> DeliverAsync(Batch batch, CancellationToken sender)
    {
        _ledger.CountOut(batch.Items);
        return PushToEachAsync(batch, hasSender: true, sender);
    }

    /// <summary>Enqueues at the sole edge under a reservation: never fails, unless the gateway is stopping.</summary>
    public ValueTask<Outcome> DeliverReserved(Edge sole, Batch batch, CancellationToken sender)
    {
        _ledger.CountOut(batch.Items);
        EnqueueResult result = sole.Exporter.Queue!.EnqueueReserved(batch, sole.Ledger, asks: true, sender, out Task<Outcome>? answer);
        if (result != EnqueueResult.Enqueued)
        {
            sole.Drop(batch, EnqueueResult.ShuttingDown);
            return ValueTask.FromResult(Refusal(result));
        }

        return answer is null ? ValueTask.FromResult(Outcome.Ok) : AnswerAsync(answer, sender);
    }

    /// <summary>A stage's batch found the only queue full: it waits for room, and the stage with it.</summary>
    private async ValueTask<Outcome> EnqueueLateAsync(Edge edge, Batch batch, CancellationToken stop)
    {
        int items = batch.Items;
        EnqueueResult result;
        try
        {
            while ((result = edge.TryEnqueue(batch)) == EnqueueResult.QueueFull)
            {
                await edge.Exporter.Queue!.WaitForRoomAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            result = EnqueueResult.ShuttingDown;
        }

        _ledger.CountOut(items);
        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, EnqueueResult.ShuttingDown);
        }

        return Outcome.Ok;
    }

    private ValueTask<Outcome> PushToEachAsync(Batch batch, bool hasSender, CancellationToken cancel) =>
        _edges.Length == 1 ? PushToOne(_edges[0], batch, hasSender, cancel) : PushToAllAsync(batch, hasSender, cancel);

    /// <summary>Every edge gets a hold of its own; whoever has a queue is served at once, whoever has none is asked side by side.</summary>
    private async ValueTask<Outcome> PushToAllAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        var asked = new Task<Outcome>[_edges.Length];
        for (int i = 1; i < _edges.Length; i++)
        {
            batch.Hold();
        }

        for (int i = 0; i < _edges.Length; i++)
        {
            asked[i] = PushToOne(_edges[i], batch, hasSender, cancel).AsTask();
        }

        Outcome worst = Outcome.Ok;
        foreach (Task<Outcome> one in asked)
        {
            worst = worst.Worse(await one);
        }

        return worst;
    }

    private static ValueTask<Outcome> PushToOne(Edge edge, Batch batch, bool hasSender, CancellationToken cancel)
    {
        if (edge.Exporter.Queue is null)
        {
            return SendAsync(edge, batch, cancel);
        }

        Task<Outcome>? answer = null;
        EnqueueResult result = hasSender ? edge.TryEnqueue(batch, cancel, out answer) : edge.TryEnqueue(batch);
        if (result == EnqueueResult.QueueFull && edge.Exporter.Plan.Chain.Queue.BlockOnOverflow)
        {
            return BlockAsync(edge, batch, hasSender, cancel);
        }

        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, result);

            // Who has asked how sending ends is told that it did not begin; who has not, is answered for the other exporters.
            return ValueTask.FromResult(hasSender && edge.WaitsForResult ? Refusal(result) : Outcome.Ok);
        }

        return answer is null ? ValueTask.FromResult(Outcome.Ok) : AnswerAsync(answer, cancel);
    }

    /// <summary><c>block_on_overflow</c>: waits for room, while the sender waits, or until the gateway stops.</summary>
    private static async ValueTask<Outcome> BlockAsync(Edge edge, Batch batch, bool hasSender, CancellationToken cancel)
    {
        EnqueueResult result;
        Task<Outcome>? answer;
        try
        {
            while ((result = edge.Exporter.Queue!.TryEnqueue(batch, edge.Ledger, hasSender, cancel, out answer)) == EnqueueResult.QueueFull)
            {
                await edge.Exporter.Queue!.WaitForRoomAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (hasSender)
        {
            edge.Drop(batch, EnqueueResult.QueueFull, ExportReasons.Cancelled);
            return GivenUp;
        }
        catch (OperationCanceledException)
        {
            edge.Drop(batch, EnqueueResult.ShuttingDown);
            return Outcome.Ok;
        }

        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, result);
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

    private static async ValueTask<Outcome> SendAsync(Edge edge, Batch batch, CancellationToken cancel) =>
        Outcome.Of(await edge.Exporter.Direct!.SendAsync(batch, edge.Ledger, cancel));

    private static Outcome GivenUp => Outcome.Retryable("the request was cancelled or timed out before its result was known");

    private static Outcome Refusal(EnqueueResult why) =>
        Outcome.Retryable(why == EnqueueResult.QueueFull ? "sending queue is full" : "the gateway is shutting down");
}
