using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The end of a pipeline: every exporter gets the batch. One dead backend must not starve the others, so with several exporters a full queue
/// drops its own copy (<c>queue_full</c>) unless it says <c>block_on_overflow</c>; with one, a full queue means late: the batch waits, and what
/// stands before it fills up, back to the receiver.
/// </summary>
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
                return EnqueueLateAsync(_edges[0], batch, countOut: true, cancel);
            }

            _ledger.CountOut(items);
            return ValueTask.FromResult(Outcome.Ok);
        }

        _ledger.CountOut(items);
        return _edges.Length == 1 ? SendAsync(_edges[0], batch, cancel) : PushToAllAsync(batch, cancel);
    }

    /// <summary>Enqueues at the sole edge under a reservation: never fails, unless the gateway is stopping.</summary>
    public ValueTask<Outcome> PushReserved(Edge sole, Batch batch)
    {
        _ledger.CountOut(batch.Items);
        if (sole.Exporter.Queue!.EnqueueReserved(batch, sole.Ledger) != EnqueueResult.Enqueued)
        {
            sole.Drop(batch, EnqueueResult.ShuttingDown);
            return ValueTask.FromResult(Outcome.Retryable("the gateway is shutting down"));
        }

        return ValueTask.FromResult(Outcome.Ok);
    }

    private async ValueTask<Outcome> EnqueueLateAsync(Edge edge, Batch batch, bool countOut, CancellationToken cancel)
    {
        int items = batch.Items;
        EnqueueResult result;
        try
        {
            while ((result = edge.TryEnqueue(batch)) == EnqueueResult.QueueFull)
            {
                await edge.Exporter.Queue!.WaitForRoomAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            result = EnqueueResult.ShuttingDown;
        }

        if (countOut)
        {
            _ledger.CountOut(items);
        }

        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, EnqueueResult.ShuttingDown);
        }

        return Outcome.Ok;
    }

    /// <summary>Every edge gets a hold of its own; whoever has a queue is served at once, whoever has none is asked side by side.</summary>
    private async ValueTask<Outcome> PushToAllAsync(Batch batch, CancellationToken cancel)
    {
        var asked = new Task<Outcome>[_edges.Length];
        for (int i = 1; i < _edges.Length; i++)
        {
            batch.Hold();
        }

        for (int i = 0; i < _edges.Length; i++)
        {
            asked[i] = PushToOne(_edges[i], batch, cancel).AsTask();
        }

        Outcome worst = Outcome.Ok;
        foreach (Task<Outcome> one in asked)
        {
            worst = worst.Worse(await one);
        }

        return worst;
    }

    private ValueTask<Outcome> PushToOne(Edge edge, Batch batch, CancellationToken cancel)
    {
        if (edge.Exporter.Queue is null)
        {
            return SendAsync(edge, batch, cancel);
        }

        EnqueueResult result = edge.TryEnqueue(batch);
        if (result == EnqueueResult.QueueFull && edge.Exporter.Plan.Chain.Queue.BlockOnOverflow)
        {
            return EnqueueLateAsync(edge, batch, countOut: false, cancel);
        }

        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, result);
        }

        return ValueTask.FromResult(Outcome.Ok);
    }

    private static async ValueTask<Outcome> SendAsync(Edge edge, Batch batch, CancellationToken cancel) =>
        Outcome.Of(await edge.Exporter.Direct!.SendAsync(batch, edge.Ledger, cancel));
}
