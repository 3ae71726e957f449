using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A pipeline → connector → pipeline edge (<c>forward</c>): what the first lets out the second accepts. Its ledger counts as any edge's
/// does: sent is what the second pipeline took over, and from there it is the second one's.
/// </summary>
internal sealed class Link
{
    private readonly Door[] _doors;

    public Link(PipelineState target, EdgeLedger ledger)
    {
        Target = target;
        Ledger = ledger;
        _doors = Door.Behind(target.Entrance);
    }

    /// <summary>The pipeline behind the connector.</summary>
    public PipelineState Target { get; }

    /// <summary>This link's counts.</summary>
    public EdgeLedger Ledger { get; }

    /// <summary>Takes the credits of everything the batch will enter; false, and none taken, if there is no room.</summary>
    public bool TryAcquire(Batch batch) => Credits.TryAcquireAll(_doors, [Load.Of(batch)]) < 0;

    /// <summary>Takes those credits, and waits for them however long.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; no credit is held.</exception>
    public async ValueTask AcquireAsync(Batch batch, CancellationToken cancel)
    {
        int full = 0;
        while ((full = Credits.TryAcquireAll(_doors, [Load.Of(batch)], full)) >= 0)
        {
            cancel.ThrowIfCancellationRequested();
            await _doors[full].WaitAsync(Timeout.InfiniteTimeSpan, cancel);
        }
    }

    /// <summary>Enters the pipeline; without credits they are taken, and if there is no room the batch is dropped, counted.</summary>
    public ValueTask<Outcome> PushAsync(Batch own, bool hasCredits, bool hasSender, CancellationToken cancel)
    {
        bool isAdmitted = hasCredits || Target.Entrance.Admit(own.Client).Kind == OutcomeKind.Ok;
        if (hasCredits || (isAdmitted && TryAcquire(own)))
        {
            return EnterAsync(own, hasSender, cancel);
        }

        Drop(own, isAdmitted ? DropReason.QueueFull : DropReason.Cardinality);
        return ValueTask.FromResult(Outcome.Ok);
    }

    /// <summary>Enters the pipeline under the credits; the batch must belong to nobody else, since stages change it.</summary>
    public ValueTask<Outcome> EnterAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        int items = batch.Items;
        Ledger.CountEnqueued(items);
        Ledger.CountTaken(items);
        Target.Ledger.CountAccepted(items);
        Ledger.CountSent(items, 0);
        return Target.Entrance.EnterAsync(batch, hasSender, cancel);
    }

    /// <summary>Drops this link's copy, counted.</summary>
    public void Drop(Batch batch, string reason)
    {
        Ledger.CountEnqueueFailed(batch.Items, reason);
        batch.Release();
    }
}
