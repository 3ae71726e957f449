using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Telemetry;

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
    private readonly IEntrance[] _doors;
    private readonly MemoryGate[] _gates;
    private readonly ReceiverLedger _ledger;

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
        _doors = [.. pipelines.SelectMany(p => p.Entrance.Doors)];
        _gates = [.. own, .. pipelines.SelectMany(p => p.Reachable).Distinct().SelectMany(p => p.Gates)];
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
            ? EnterAll(request, walk, client, cancel)
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
                mayBeRoom = left > TimeSpan.Zero && await _doors[full].WaitForCreditAsync(left, cancel);
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

        return await EnterAll(request, walk, client, cancel);
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

    /// <summary>Each pipeline gets a batch of its own over the same slab.</summary>
    private ValueTask<Outcome> EnterAll(Lease request, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        if (_pipelines.Length > 1)
        {
            return EnterSeveralAsync(request, walk, client, cancel);
        }

        int bytes = request.Length;
        ValueTask<Outcome> entered = EnterOne(_pipelines[0], request, walk, client, cancel);
        return entered.IsCompletedSuccessfully
            ? ValueTask.FromResult(Settle(entered.Result, bytes, walk.Items))
            : SettleAsync(entered, bytes, walk.Items);
    }

    private ValueTask<Outcome> EnterOne(PipelineState pipeline, Lease lease, WalkResult walk, in ClientInfo client, CancellationToken cancel)
    {
        Batch batch = _batches.RentFor(Signal, lease, walk.Items, walk.Resources, client);
        pipeline.Ledger.CountAccepted(walk.Items);
        return pipeline.Entrance.EnterAsync(batch, cancel);
    }

    private async ValueTask<Outcome> EnterSeveralAsync(Lease request, WalkResult walk, ClientInfo client, CancellationToken cancel)
    {
        int bytes = request.Length;
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

        return Settle(worst, bytes, walk.Items);
    }

    private async ValueTask<Outcome> SettleAsync(ValueTask<Outcome> entered, int bytes, int items) => Settle(await entered, bytes, items);

    private Outcome Settle(Outcome outcome, int bytes, int items)
    {
        if (outcome.Kind == OutcomeKind.Ok)
        {
            _ledger.CountAccepted(items, bytes);
        }
        else
        {
            _ledger.CountRefused(RefuseReason.Exporter, bytes, items);
        }

        return outcome;
    }
}
