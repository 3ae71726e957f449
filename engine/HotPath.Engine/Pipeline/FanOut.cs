using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The end of a pipeline: every exporter gets the batch, and every pipeline behind a connector a copy of its own (over the same slabs), since
/// its stages change it. One dead backend must not starve the others, so with several outputs a full queue, or a full pipeline, drops its own
/// copy (<c>queue_full</c>) unless the queue says <c>block_on_overflow</c>; with one, full means late: the batch waits, and what stands before
/// it fills up, back to the receiver.
/// </summary>
internal sealed class FanOut : IBatchSink
{
    private readonly Edge[] _edges;
    private readonly Link[] _links;
    private readonly PipelineLedger _ledger;

    public FanOut(Edge[] edges, Link[] links, PipelineLedger ledger)
    {
        _edges = edges;
        _links = links;
        _ledger = ledger;
    }

    /// <summary>The edges, in the pipeline's order.</summary>
    public IReadOnlyList<Edge> Edges => _edges;

    /// <summary>The pipelines behind connectors, in the pipeline's order.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>The only output, if that is an exporter with a queue.</summary>
    public Edge? SoleQueue => (_edges, _links) is ([{ Exporter.Queue: not null } only], []) ? only : null;

    /// <summary>Ok, or why some pipeline behind a connector never takes this client's requests.</summary>
    public Outcome Admit(in ClientInfo client)
    {
        foreach (Link link in _links)
        {
            Outcome outcome = link.Target.Entrance.Admit(client);
            if (outcome.Kind != OutcomeKind.Ok)
            {
                return outcome;
            }
        }

        return Outcome.Ok;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel)
    {
        int items = batch.Items;
        if (SoleQueue is { } sole)
        {
            if (sole.TryEnqueue(batch) != EnqueueResult.Enqueued)
            {
                return EnqueueLateAsync(sole, batch, countOut: true, cancel);
            }

            _ledger.CountOut(items);
            return ValueTask.FromResult(Outcome.Ok);
        }

        return (_edges, _links) is ([], [{ } link]) ? PushToLinkAsync(link, batch, cancel) : Push(batch, linksHaveCredit: false, cancel);
    }

    /// <summary>Hands a batch on whose credits are taken: the sole queue's reservation, or those of all pipelines behind connectors.</summary>
    public ValueTask<Outcome> PushReserved(Batch batch, CancellationToken cancel)
    {
        if (SoleQueue is not { } sole)
        {
            return Push(batch, linksHaveCredit: true, cancel);
        }

        _ledger.CountOut(batch.Items);
        if (sole.Exporter.Queue!.EnqueueReserved(batch, sole.Ledger) != EnqueueResult.Enqueued)
        {
            sole.Drop(batch, EnqueueResult.ShuttingDown);
            return ValueTask.FromResult(Outcome.Retryable("the gateway is shutting down"));
        }

        return ValueTask.FromResult(Outcome.Ok);
    }

    private ValueTask<Outcome> Push(Batch batch, bool linksHaveCredit, CancellationToken cancel)
    {
        _ledger.CountOut(batch.Items);
        return (_edges, _links) switch
        {
            ([{ } edge], []) => SendAsync(edge, batch, cancel),
            ([], [{ } link]) => link.EnterAsync(batch, cancel),
            _ => PushToAllAsync(batch, linksHaveCredit, cancel),
        };
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

    /// <summary>The only output is a pipeline: waits for its room.</summary>
    private async ValueTask<Outcome> PushToLinkAsync(Link link, Batch batch, CancellationToken cancel)
    {
        string? reason = null;
        Outcome outcome = link.Target.Entrance.Admit(batch.Client);
        if (outcome.Kind != OutcomeKind.Ok)
        {
            reason = DropReason.Cardinality;
        }
        else
        {
            try
            {
                await link.AcquireAsync(batch, cancel);
            }
            catch (OperationCanceledException)
            {
                reason = DropReason.ShuttingDown;
            }
        }

        _ledger.CountOut(batch.Items);
        if (reason is null)
        {
            return await link.EnterAsync(batch, cancel);
        }

        link.Drop(batch, reason);
        return outcome;
    }

    /// <summary>
    /// Every edge gets a hold of its own, and every link a copy; whoever has a queue is served at once, whoever has none is asked side by side.
    /// </summary>
    private async ValueTask<Outcome> PushToAllAsync(Batch batch, bool linksHaveCredit, CancellationToken cancel)
    {
        var asked = new Task<Outcome>[_edges.Length + _links.Length];
        for (int i = 0; i < _links.Length; i++)
        {
            asked[_edges.Length + i] = PushToOne(_links[i], batch.Copy(), linksHaveCredit, cancel).AsTask();
        }

        for (int i = 0; i < _edges.Length; i++)
        {
            batch.Hold();
            asked[i] = PushToOne(_edges[i], batch, cancel).AsTask();
        }

        batch.Release();
        Outcome worst = Outcome.Ok;
        foreach (Task<Outcome> one in asked)
        {
            worst = worst.Worse(await one);
        }

        return worst;
    }

    private static ValueTask<Outcome> PushToOne(Link link, Batch copy, bool hasCredit, CancellationToken cancel)
    {
        if (hasCredit)
        {
            return link.EnterAsync(copy, cancel);
        }

        Outcome admitted = link.Target.Entrance.Admit(copy.Client);
        if (admitted.Kind == OutcomeKind.Ok && link.TryAcquire(copy))
        {
            return link.EnterAsync(copy, cancel);
        }

        link.Drop(copy, admitted.Kind == OutcomeKind.Ok ? DropReason.QueueFull : DropReason.Cardinality);
        return ValueTask.FromResult(admitted);
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

    private static async ValueTask<Outcome> SendAsync(Edge edge, Batch batch, CancellationToken cancel)
    {
        SendResult result = await edge.Exporter.Direct!.SendAsync(batch, edge.Ledger, cancel);
        return result.Status switch
        {
            SendStatus.Delivered => Outcome.Ok,
            SendStatus.Retryable => Outcome.Retryable(result.Message, result.RetryAfter),
            _ => Outcome.Permanent(result.Message),
        };
    }
}
