using System.Runtime.CompilerServices;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Where one receiver's requests of one signal come in: gates and budget first, then the walk that checks and counts, then every pipeline
/// that names the receiver, or none. Runs to completion on the receiving thread; only a full ring makes it wait, holding no thread.
/// </summary>
internal sealed partial class Intake : IIntake
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
    private readonly IntakeAccounts? _accounts;
    private readonly ReceiverLedger _ledger;
    private readonly ObjectPool<AttemptTimer> _timers;
    private readonly InlineStep? _inline;

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
        _doors = Door.Behind([.. pipelines.Select(p => p.Entrance)]);
        _gates = [.. own, .. pipelines.SelectMany(p => p.Reachable).Distinct().SelectMany(p => p.Gates)];
        _accounts = IntakeAccounts.Of(_gates, slabs);
        MayWait = pipelines.Any(p => p.Entrance.MayWait);
        _timers = AttemptTimer.PoolOf(time);
        _ledger = ledger;
        _slabs = slabs;
        _batches = batches;
        _time = time;
        _admissionWait = admissionWait;
        _inline = InlineStep.Before(pipelines, slabs);
    }

    /// <inheritdoc/>
    public Signal Signal { get; }

    /// <summary>How much of each request is checked.</summary>
    public Validation Validation { get; init; }

    /// <summary>True if some pipeline may send requests on in the gzip that they came in.</summary>
    public bool SendsGzipOn { get; init; }

    /// <inheritdoc/>
    public bool MayWait { get; }

    /// <inheritdoc/>
    public MetadataTable Metadata { get; }

    /// <summary>Counts the requests under way here; closed when a reload takes the intake out of use.</summary>
    public Turnstile Turnstile { get; } = new();

    /// <inheritdoc/>
    public long MaxRequestBytes => _slabs.Budget.LimitBytes / RequestShare;

    /// <inheritdoc/>
    public bool KeepsGzip(long bytes) => SendsGzipOn && bytes <= MaxRequestBytes;

    /// <inheritdoc/>
    public void CountRefused(string reason, long bytes) => _ledger.CountRefused(reason, bytes);

    /// <inheritdoc/>
    public ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        WalkResult walk = OtlpWalk.CheckWithIds(Signal, request.Bytes, Validation, out bool hasPlainIds);
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
            return ValueTask.FromResult(Refuse(request, null, walk, RefuseReason.Cardinality, admitted));
        }

        InlineWork? work = null;
        if (_inline is not null)
        {
            Outcome processed = _inline.Run(Signal, request, client, walk, hasPlainIds, out work);
            if (processed.Kind != OutcomeKind.Ok)
            {
                string reason = processed.Kind == OutcomeKind.Throttled ? RefuseReason.Memory : RefuseReason.Processor;
                return ValueTask.FromResult(Refuse(request, null, walk, reason, processed));
            }
        }

        return TryAcquireAll(request, work, walk) < 0
            ? EnterAll(request, work, walk, client, deadline, cancel)
            : WaitAndEnterAsync(request, work, walk, client, deadline, cancel);
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

    /// <summary>
    /// The credits of everything that the request will enter, or of nothing: then the index of the door that had no room.
    /// </summary>
    private int TryAcquireAll(Lease request, InlineWork? work, in WalkResult walk, int first = 0)
    {
        Span<Load> loads = _pipelines.Length <= 16 ? stackalloc Load[_pipelines.Length] : new Load[_pipelines.Length];
        for (int i = 0; i < loads.Length; i++)
        {
            loads[i] = LoadOf(i, request, work, walk);
        }

        return Credits.TryAcquireAll(_doors, loads, first);
    }

    /// <summary>What a pipeline gets: the whole request, or what its inline processors left of it.</summary>
    private static Load LoadOf(int pipeline, Lease request, InlineWork? work, in WalkResult walk) =>
        work is null ? new Load(1, walk.Items, request.Length)
        : work[pipeline].Items == 0 ? default
        : new Load(1, work[pipeline].Items, work[pipeline].Lease.Length);

    /// <summary>Full means late first: the answer waits for a slot, and the sender feels it, before anything is refused.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> WaitAndEnterAsync(
        Lease request, InlineWork? work, WalkResult walk, ClientInfo client, Deadline? deadline, CancellationToken cancel)
    {
        long started = _time.GetTimestamp();
        TimeSpan patience = Patience(deadline, out bool senderIsLessPatient);
        int full = 0;
        while ((full = TryAcquireAll(request, work, walk, full)) >= 0)
        {
            TimeSpan left = patience - _time.GetElapsedTime(started);
            bool mayBeRoom;
            try
            {
                mayBeRoom = left > TimeSpan.Zero && await _doors[full].WaitAsync(left, cancel);
            }
            catch (OperationCanceledException)
            {
                return Refuse(
                    request, work, walk, RefuseReason.Aborted, Outcome.Retryable("the request was cancelled while it waited for room"));
            }

            if (!mayBeRoom)
            {
                return senderIsLessPatient
                    ? Refuse(request, work, walk, RefuseReason.Deadline, Outcome.DeadlineExceeded)
                    : Refuse(request, work, walk, RefuseReason.Late, Outcome.Late(UntilRoom(request, work, walk)));
            }
        }

        return await EnterAll(request, work, walk, client, deadline, cancel);
    }

    private TimeSpan Patience(Deadline? deadline, out bool senderIsLessPatient)
    {
        TimeSpan sendersPatience = deadline is { } at ? at.Left(_time) : TimeSpan.MaxValue;
        senderIsLessPatient = sendersPatience < _admissionWait;
        return senderIsLessPatient ? sendersPatience : _admissionWait;
    }

    private Outcome Refuse(Lease request, InlineWork? work, WalkResult walk, string reason, Outcome outcome)
    {
        _ledger.CountRefused(reason, request.Length, walk.Items);
        if (work is null)
        {
            request.Return();
        }
        else
        {
            _inline!.Release(work);
        }

        return outcome;
    }
}
