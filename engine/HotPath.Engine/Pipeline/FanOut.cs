using System.Runtime.CompilerServices;
using HotPath.Core.Memory;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The end of a pipeline: every exporter gets the batch, and every pipeline behind a connector a copy of its own (over the same slabs),
/// since its stages change it. One dead backend must not starve the others, so with several outputs a full queue, or a full pipeline, drops
/// its own copy (<c>queue_full</c>) unless the queue says <c>block_on_overflow</c>; with one, full means late: the batch waits, and what
/// stands before it fills up, back to the receiver.
/// </summary>
/// <remarks>
/// There are two ways in. From a stage (<see cref="PushAsync"/>), nobody waits for how sending ends. From an entrance
/// (<see cref="DeliverAsync"/>), under the credits of all that the batch will enter, its sender is told, if one waits, through connectors,
/// too: at once, or, by exporters without a queue and queues that say <c>wait_for_result</c>, when their backend has answered.
/// </remarks>
internal sealed class FanOut : IBatchSink
{
    private readonly Edge[] _edges;
    private readonly Link[] _links;
    private readonly OutLedger _ledger;

    public FanOut(Edge[] edges, Link[] links, OutLedger ledger)
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

    /// <summary>
    /// How long until it takes so much: the longest of all that a batch waits for here. Not of queues that drop their own copy when full.
    /// </summary>
    public TimeSpan RetryAfter(in Load load)
    {
        TimeSpan longest = DrainDelay.Shortest;
        bool isSole = SoleQueue is not null;
        foreach (Edge edge in _edges)
        {
            longest = DrainDelay.Longer(longest, edge.RetryAfter(load, isSole));
        }

        foreach (Link link in _links)
        {
            longest = DrainDelay.Longer(longest, link.Target.Entrance.RetryAfter(load));
        }

        return longest;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel)
    {
        if (SoleQueue is { } sole)
        {
            int items = batch.Items;
            ValueTask pace = sole.Exporter.Queue!.PaceAsync();
            if (!pace.IsCompletedSuccessfully || sole.TryEnqueue(batch) != EnqueueResult.Enqueued)
            {
                return EnqueueLateAsync(sole, batch, pace, cancel);
            }

            _ledger.Count(items);
            return ValueTask.FromResult(Outcome.Ok);
        }

        if ((_edges, _links) is ([], [{ } link]))
        {
            return PushToLinkAsync(link, batch, cancel);
        }

        _ledger.Count(batch.Items);
        return PushToEach(batch, hasCredits: false, hasSender: false, cancel);
    }

    /// <summary>
    /// Hands on a batch whose credits are taken: the sole queue's reservation, or those of all pipelines behind connectors. With
    /// <paramref name="hasSender"/>, its sender waits for the outcome, and may stop waiting.
    /// </summary>
    public ValueTask<Outcome> DeliverAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        _ledger.Count(batch.Items);
        return SoleQueue is { } sole
            ? sole.EnqueueReserved(batch, hasSender, cancel)
            : PushToEach(batch, hasCredits: true, hasSender, cancel);
    }

    /// <summary>A stage's batch found the only queue full, or ahead of its consumers: it waits, and the stage with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> EnqueueLateAsync(Edge edge, Batch batch, ValueTask pace, CancellationToken stop)
    {
        await pace;
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

        _ledger.Count(items);
        if (result != EnqueueResult.Enqueued)
        {
            edge.Drop(batch, EnqueueResult.ShuttingDown);
        }

        return Outcome.Ok;
    }

    /// <summary>A stage's batch whose only way out is a pipeline: it waits for room there, and the stage with it.</summary>
    private async ValueTask<Outcome> PushToLinkAsync(Link link, Batch batch, CancellationToken stop)
    {
        string? reason = link.Target.Entrance.Admit(batch.Client).Kind == OutcomeKind.Ok ? null : DropReason.Cardinality;
        try
        {
            if (reason is null)
            {
                await link.AcquireAsync(batch, stop);
            }
        }
        catch (OperationCanceledException)
        {
            reason = DropReason.ShuttingDown;
        }

        _ledger.Count(batch.Items);
        if (reason is null)
        {
            return await link.EnterAsync(batch, hasSender: false, stop);
        }

        link.Drop(batch, reason);
        return Outcome.Ok;
    }

    private ValueTask<Outcome> PushToEach(Batch batch, bool hasCredits, bool hasSender, CancellationToken cancel) => (_edges, _links) switch
    {
        ([{ } edge], []) => edge.PushAsync(batch, hasSender, cancel),
        ([], [{ } link]) => link.PushAsync(batch, hasCredits, hasSender, cancel),
        _ => PushToAllAsync(batch, hasCredits, hasSender, cancel),
    };

    /// <summary>
    /// Every link gets a copy, and every edge a hold of its own; whoever has a queue is served at once, whoever has none is asked side by
    /// side.
    /// </summary>
    private async ValueTask<Outcome> PushToAllAsync(Batch batch, bool hasCredits, bool hasSender, CancellationToken cancel)
    {
        // The copies come first: once an edge has the batch, it may be gone.
        var asked = new Task<Outcome>[_links.Length + _edges.Length];
        for (int i = 0; i < _links.Length; i++)
        {
            Batch own = i == asked.Length - 1 ? batch : batch.Copy();
            asked[i] = _links[i].PushAsync(own, hasCredits, hasSender, cancel).AsTask();
        }

        for (int i = 1; i < _edges.Length; i++)
        {
            batch.Hold();
        }

        for (int i = 0; i < _edges.Length; i++)
        {
            asked[_links.Length + i] = _edges[i].PushAsync(batch, hasSender, cancel).AsTask();
        }

        Outcome worst = Outcome.Ok;
        foreach (Task<Outcome> one in asked)
        {
            worst = worst.Worse(await one);
        }

        return worst;
    }
}
