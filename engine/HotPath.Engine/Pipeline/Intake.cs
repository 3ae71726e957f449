using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Where one receiver's requests of one signal come in: gates and budget first, then the walk that checks and counts, then every pipeline that
/// names the receiver, or none. Runs to completion on the receiving thread; only a full ring makes it wait, holding no thread.
/// </summary>
internal sealed class Intake : IIntake
{
    /// <summary>A request may take this share of the budget, no more.</summary>
    public const int RequestShare = 8;

    private readonly SlabPool _slabs;
    private readonly BatchPool _batches;
    private readonly TimeProvider _time;
    private readonly TimeSpan _admissionWait;
    private readonly PipelineState[] _pipelines;
    private readonly Door[] _doors;
    private readonly MemoryGate[] _gates;
    private readonly ReceiverLedger _ledger;
    private readonly bool _mayWait;
    private readonly ObjectPool<AttemptTimer> _timers;

    public Intake(
        Signal signal,
        PipelineState[] pipelines,
        MemoryGate[] own,
        MetadataTable metadata,
        ReceiverLedger ledger,
        SlabPool slabs,
        BatchPool batches,
        TimeProvider time,
        TimeSpan admissionWait)
    {
        Signal = signal;
        Metadata = metadata;
        _pipelines = pipelines;
        _doors = Door.Behind(pipelines.Select(p => p.Entrance));
        _gates = [.. own, .. pipelines.SelectMany(p => p.Reachable).Distinct().SelectMany(p => p.Gates)];
        _mayWait = pipelines.Any(p => p.Entrance.MayWait);
        _timers = AttemptTimer.PoolOf(time);
        _ledger = ledger;
        _slabs = slabs;
        _batches = batches;
        _time = time;
        _admissionWait = admissionWait;
    }

    /// <inheritdoc/>
    public Signal Signal { get; }

    /// <summary>How much of each request is checked.</summary>
    public Validation Validation { get; init; }

    /// <inheritdoc/>
    public MetadataTable Metadata { get; }

    /// <inheritdoc/>
    public long MaxRequestBytes => _slabs.Budget.LimitBytes / RequestShare;

    /// <inheritdoc/>
    public Admission TryRent(int length, out Lease lease)
    {
        lease = default;
        long most = MaxRequestBytes;
        if (length > most)
        {
            return Admission.TooLarge(most);
        }

        foreach (MemoryGate gate in _gates)
        {
            if (!gate.Admits(length))
            {
                return Admission.Throttled(_slabs.Budget.RetryAfter(length));
            }
        }

        return _slabs.TryRent(length, BudgetUse.Ingress, out lease)
            ? Admission.Admitted
            : Admission.Throttled(_slabs.Budget.RetryAfter(length));
    }

    /// <inheritdoc/>
    public Admission TryGrow(ref Lease lease, int filled, int length)
    {
        Admission admission = TryRent(length, out Lease larger);
        if (admission.Kind == AdmissionKind.Admitted)
        {
            lease.Bytes[..filled].CopyTo(larger.Writable);
        }

        lease.Return();
        lease = larger;
        return admission;
    }

    /// <inheritdoc/>
    public void CountRefused(string reason, long bytes) => _ledger.CountRefused(reason, bytes);

    /// <inheritdoc/>
    public ValueTask<Outcome> DeliverAsync(Lease request, DateTimeOffset? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        WalkResult walk = OtlpWalk.Check(Signal, request.Bytes, Validation);
        if (walk.Fault != WireFault.None)
        {
            _ledger.CountRefused(RefuseReason.Malformed, request.Length);
            request.Return();
            return ValueTask.FromResult(Outcome.Malformed(walk.Fault, walk.FaultOffset));
        }

        if (walk.Items == 0)
        {
            _ledger.CountAccepted(0, request.Length);
            request.Return();
            return ValueTask.FromResult(Outcome.Ok);
        }

        Outcome admitted = Admit(client);
        if (admitted.Kind != OutcomeKind.Ok)
        {
            return ValueTask.FromResult(Refuse(request, walk, RefuseReason.Cardinality, admitted));
        }

        return Credits.TryAcquireAll(_doors, walk.Items, request.Length) < 0
            ? EnterAll(request, walk, client, deadline, cancel)
            : WaitAndEnterAsync(request, walk, client, deadline, cancel);
    }

    /// <summary>Asks every pipeline whether it takes this client's requests at all.</summary>
    private Outcome Admit(in ClientInfo client)
    {
        foreach (PipelineState pipeline in _pipelines)
        {
            Outcome outcome = pipeline.Entrance.Admit(client);
            if (outcome.Kind != OutcomeKind.Ok)
            {
                return outcome;
            }
        }

        return Outcome.Ok;
    }

    /// <summary>Full means late first: the answer waits for a slot, and the sender feels it, before anything is refused.</summary>
    private async ValueTask<Outcome> WaitAndEnterAsync(
        Lease request, WalkResult walk, ClientInfo client, DateTimeOffset? deadline, CancellationToken cancel)
    {
        long started = _time.GetTimestamp();
        TimeSpan patience = Patience(deadline, out bool senderIsLessPatient);
        int full = 0;
        while ((full = Credits.TryAcquireAll(_doors, walk.Items, request.Length, full)) >= 0)
        {
            TimeSpan left = patience - _time.GetElapsedTime(started);
            bool mayBeRoom;
            try
            {
                mayBeRoom = left > TimeSpan.Zero && await _doors[full].WaitAsync(left, cancel);
            }
            catch (OperationCanceledException)
            {
                return Refuse(request, walk, RefuseReason.Aborted, Outcome.Retryable("the request was cancelled while it waited for room"));
            }

            if (!mayBeRoom)
            {
                return senderIsLessPatient
                    ? Refuse(request, walk, RefuseReason.Deadline, Outcome.DeadlineExceeded)
                    : Refuse(request, walk, RefuseReason.Late, Outcome.Throttled(_slabs.Budget.RetryAfter(request.Length)));
            }
        }

        return await EnterAll(request, walk, client, deadline, cancel);
    }

    private TimeSpan Patience(DateTimeOffset? deadline, out bool senderIsLessPatient)
    {
        TimeSpan sendersPatience = deadline is { } at ? at - _time.GetUtcNow() : TimeSpan.MaxValue;
        senderIsLessPatient = sendersPatience < _admissionWait;
        return senderIsLessPatient ? sendersPatience : _admissionWait;
    }

    private Outcome Refuse(Lease request, WalkResult walk, string reason, Outcome outcome)
    {
        _ledger.CountRefused(reason, request.Length, walk.Items);
        request.Return();
        return outcome;
    }

    /// <summary>Enters, and counts how that ended. Where it may take time, the sender's deadline ends it.</summary>
    private ValueTask<Outcome> EnterAll(
        Lease request, WalkResult walk, in ClientInfo client, DateTimeOffset? deadline, CancellationToken cancel)
    {
        int bytes = request.Length;
        if (_mayWait)
        {
            return EnterAndWaitAsync(request, walk, client, deadline, cancel);
        }

        ValueTask<Outcome> entered = Enter(request, walk, client, cancel);
        return entered.IsCompletedSuccessfully
            ? ValueTask.FromResult(Settle(entered.Result, bytes, walk.Items, RefuseReason.Exporter))
            : SettleAsync(entered, bytes, walk.Items);
    }

    private async ValueTask<Outcome> EnterAndWaitAsync(
        Lease request, WalkResult walk, ClientInfo client, DateTimeOffset? deadline, CancellationToken cancel)
    {
        int bytes = request.Length;
        AttemptTimer? timer = deadline is null ? null : _timers.Get();
        CancellationToken either = timer?.Start(deadline!.Value - _time.GetUtcNow(), cancel) ?? cancel;
        Outcome outcome = await Enter(request, walk, client, either);
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

    /// <summary>Each pipeline gets a batch of its own over the same slab.</summary>
    private ValueTask<Outcome> Enter(Lease request, WalkResult walk, in ClientInfo client, CancellationToken cancel) =>
        _pipelines.Length > 1 ? EnterSeveralAsync(request, walk, client, cancel) : EnterOne(_pipelines[0], request, walk, client, cancel);

    private ValueTask<Outcome> EnterOne(PipelineState pipeline, Lease lease, WalkResult walk, in ClientInfo client, CancellationToken cancel)
    {
        Batch batch = _batches.RentFor(Signal, lease, walk.Items, walk.Resources, client);
        pipeline.Ledger.CountAccepted(walk.Items);
        return pipeline.Entrance.EnterAsync(batch, hasSender: true, cancel);
    }

    private async ValueTask<Outcome> EnterSeveralAsync(Lease request, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        var entering = new Task<Outcome>[_pipelines.Length];
        for (int i = 0; i < entering.Length; i++)
        {
            Lease lease = i == entering.Length - 1 ? request : request.Share();
            entering[i] = EnterOne(_pipelines[i], lease, walk, client, cancel).AsTask();
        }

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

        // A sender without a delay would come back at once: what no backend named follows from the drain rate.
        return outcome is { Kind: OutcomeKind.Retryable, RetryAfter.Ticks: 0 }
            ? outcome with { RetryAfter = _slabs.Budget.RetryAfter(bytes) }
            : outcome;
    }
}
