using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Pipeline;

/// <content>From the doors to the answer: a request that has its credits enters its pipelines, and how that ended is counted.</content>
internal sealed partial class Intake
{
    /// <summary>Enters, and counts how that ended. Where it may take time, the sender's deadline ends it.</summary>
    private ValueTask<Outcome> EnterAll(
        Lease request, InlineWork? work, WalkResult walk, ClientInfo client, Deadline? deadline, CancellationToken cancel)
    {
        int bytes = request.Length;
        if (MayWait)
        {
            return EnterAndWaitAsync(request, work, walk, client, deadline, cancel);
        }

        ValueTask<Outcome> entered = Enter(request, work, walk, client, cancel);
        return entered.IsCompletedSuccessfully
            ? ValueTask.FromResult(Settle(entered.Result, bytes, walk.Items, RefuseReason.Exporter))
            : SettleAsync(entered, bytes, walk.Items);
    }

    private async ValueTask<Outcome> EnterAndWaitAsync(
        Lease request, InlineWork? work, WalkResult walk, ClientInfo client, Deadline? deadline, CancellationToken cancel)
    {
        int bytes = request.Length;
        AttemptTimer? timer = deadline is null ? null : _timers.Get();
        CancellationToken either = timer?.Start(deadline!.Value.Left(_time), cancel) ?? cancel;
        Outcome outcome = await Enter(request, work, walk, client, either);
        bool isTooLate = timer is { TimedOut: true } && outcome.Kind != OutcomeKind.Ok;
        if (timer is not null)
        {
            timer.Stop();
            _timers.Return(timer);
        }

        return isTooLate
            ? Settle(Outcome.DeadlineExceeded, bytes, walk.Items, RefuseReason.Deadline)
            : Settle(outcome, bytes, walk.Items, cancel.IsCancellationRequested ? RefuseReason.Aborted : RefuseReason.Exporter);
    }

    /// <summary>Each pipeline gets a batch of its own, over the same slab unless it was edited for that pipeline.</summary>
    private ValueTask<Outcome> Enter(Lease request, InlineWork? work, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        if (_pipelines.Length > 1)
        {
            return EnterSeveralAsync(request, work, walk, client, cancel);
        }

        ValueTask<Outcome> entered = EnterOne(0, request, work, walk, client, cancel);
        Release(work);
        return entered;
    }

    private ValueTask<Outcome> EnterOne(int at, Lease lease, InlineWork? work, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        PipelineState pipeline = _pipelines[at];
        pipeline.Ledger.CountAccepted(walk.Items);
        (int items, int resources) = (walk.Items, walk.Resources);
        if (work is not null)
        {
            (lease, items, resources) = work.Take(at);
            pipeline.Inline?.CountDropped(pipeline.Ledger, work.Dropped(at));
            if (items == 0)
            {
                return ValueTask.FromResult(Outcome.Ok);
            }
        }

        Batch batch = _batches.RentFor(Signal, lease, items, resources, client);
        return pipeline.Entrance.EnterAsync(batch, hasSender: true, cancel);
    }

    private void Release(InlineWork? work)
    {
        if (work is not null)
        {
            _inline!.Release(work);
        }
    }

    private async ValueTask<Outcome> EnterSeveralAsync(
        Lease request, InlineWork? work, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        var entering = new Task<Outcome>[_pipelines.Length];
        for (int i = 0; i < entering.Length; i++)
        {
            Lease lease = work is not null || i == entering.Length - 1 ? request : request.Share();
            entering[i] = EnterOne(i, lease, work, walk, client, cancel).AsTask();
        }

        Release(work);
        Outcome worst = Outcome.Ok;
        foreach (Task<Outcome> entered in entering)
        {
            worst = worst.Worse(await entered);
        }

        return worst;
    }

    private async ValueTask<Outcome> SettleAsync(ValueTask<Outcome> entered, int bytes, int items) =>
        Settle(await entered, bytes, items, RefuseReason.Exporter);

    private Outcome Settle(Outcome outcome, int bytes, int items, string reason)
    {
        if (outcome.Kind == OutcomeKind.Ok)
        {
            _ledger.CountAccepted(items, bytes);
        }
        else
        {
            _ledger.CountRefused(reason, bytes, items);
        }

        // A sender without a delay would come back at once: what no backend named follows from how long it has failed, and from what
        // drains.
        return outcome is { Kind: OutcomeKind.Retryable or OutcomeKind.Exhausted, RetryAfter.Ticks: 0 }
            ? outcome with { RetryAfter = UntilTaken(new Load(1, items, bytes)) }
            : outcome;
    }
}
