using System.Runtime.CompilerServices;
using HotPath.Core.Memory;
using HotPath.Core.Ring;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A place where batches wait and change shape (batch, tail_sampling). A stage owns its state and needs no lock: whoever holds its token is
/// the only one who touches it. A producer that finds the stage idle takes the token and runs it on its own thread; otherwise it only
/// publishes to the ring, and the present owner sees it.
/// </summary>
/// <remarks>
/// Ways in: a credit (<see cref="TryAcquireCredit"/> or <see cref="WaitForCreditAsync"/>), then <see cref="Publish"/>.
/// A run ends when there is nothing to do, or hands over to the thread pool after <see cref="RunLimit"/> batches, so that no receiver
/// works for others for long. When the sink is late the owner keeps the token and goes on when the sink has room; meanwhile the ring fills,
/// and receivers feel it.
/// </remarks>
public abstract class Stage : IBatchSink, IThreadPoolWorkItem
{
    /// <summary>Batches a producer takes from the ring in one run, before the thread pool goes on.</summary>
    internal const int RunLimit = 64;

    private readonly Ring<Batch> _ring;
    private readonly DrainDelay _drain;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _resume;
    private ValueTaskAwaiter<Outcome> _late;
    private StageToken _token;
    private volatile bool _draining;

    /// <summary>Makes a stage.</summary>
    /// <param name="context">What the pipeline gives each of its stages.</param>
    /// <param name="sink">What stands after it.</param>
    protected Stage(StageContext context, IBatchSink sink)
    {
        _ring = new Ring<Batch>(context.RingCapacity);
        _drain = new DrainDelay(context.Time);
        _resume = Resume;
        Context = context;
        Sink = sink;
    }

    /// <summary>Batches in the ring now.</summary>
    public int RingCount => _ring.Count;

    /// <summary>The ring's slots.</summary>
    public int RingCapacity => _ring.Capacity;

    /// <summary>What stands after this stage.</summary>
    public IBatchSink Sink { get; }

    /// <summary>What it counts for the gateway's own metrics. Read from any thread.</summary>
    public virtual IReadOnlyList<StageCounter> Counters => [];

    /// <summary>What it records for the gateway's own metrics: only what <see cref="StageContext.Level"/> shows.</summary>
    public virtual IReadOnlyList<StageHistogram> Histograms => [];

    /// <summary>What the pipeline gave it.</summary>
    protected StageContext Context { get; }

    /// <summary>True once the stage is asked to hand on all it holds, complete or not.</summary>
    protected bool IsDraining => _draining;

    /// <summary>
    /// Ok, or why batches of this client are never taken here; asked before a batch is published, from any thread. What it promised it
    /// keeps.
    /// </summary>
    public virtual Outcome Admit(in ClientInfo client) => Outcome.Ok;

    /// <summary>Takes the right to publish one batch; false when the ring is full.</summary>
    public bool TryAcquireCredit() => _ring.TryAcquireCredit();

    /// <summary>Gives an unused credit back.</summary>
    public void ReleaseCredit() => _ring.ReleaseCredit();

    /// <summary>How long until so many batches find slots, at the rate at which the stage takes them.</summary>
    public TimeSpan RetryAfter(int batches) => _drain.Until(RingCount + batches - RingCapacity);

    /// <summary>Completes when a credit may be free, or with false at the timeout.</summary>
    public ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, CancellationToken cancel) =>
        _ring.WaitForCreditAsync(timeout, Context.Time, cancel);

    /// <summary>Publishes a batch under a credit, and runs the stage if nobody does.</summary>
    public void Publish(Batch batch)
    {
        _ring.Publish(batch);
        Wake();
    }

    /// <summary>
    /// Takes a batch from the stage before: waits for a slot, however long. Cancelled, or not admitted, it drops the batch and counts it.
    /// </summary>
    public async ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel)
    {
        Outcome admitted = Admit(batch.Client);
        if (admitted.Kind != OutcomeKind.Ok)
        {
            Context.Ledger.CountDropped(batch.Items, DropReason.Cardinality);
            batch.Release();
            return admitted;
        }

        try
        {
            while (!TryAcquireCredit())
            {
                await WaitForCreditAsync(Timeout.InfiniteTimeSpan, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            Context.Ledger.CountDropped(batch.Items, DropReason.ShuttingDown);
            batch.Release();
            return Outcome.Ok;
        }

        Publish(batch);
        return Outcome.Ok;
    }

    /// <summary>
    /// Hands on all that the stage holds, complete or not, and ends when nothing is left. Once <see cref="StageContext.Stop"/> is cancelled
    /// the sinks stop waiting for room, so that what they can't take is dropped there and counted.
    /// </summary>
    public Task DrainAsync()
    {
        _draining = true;
        Wake();
        return _drained.Task;
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>Asks the owner for a pass; if there is none, the caller becomes it. Safe from any thread (timers).</summary>
    protected void Wake()
    {
        if (_token.Request())
        {
            Run();
        }
    }

    /// <summary>Takes over a batch from the ring. Only the owner calls it.</summary>
    protected abstract void Take(Batch batch);

    /// <summary>The next batch that is ready to leave, or null. Only the owner calls it.</summary>
    protected abstract Batch? NextReady();

    private void Run()
    {
        try
        {
            while (!RunOnce())
            {
            }
        }
#pragma warning disable CA1031 // Whatever a stage throws is a bug of ours: the state is unknown, so the process says so and ends.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Context.OnFault(fault);
        }
    }

    /// <summary>One pass; true when this run is over: the token released, or handed to the sink's completion or the thread pool.</summary>
    private bool RunOnce()
    {
        int taken = 0;
        ValueTask<Outcome> push = Pass(ref taken);
        if (!push.IsCompletedSuccessfully)
        {
            // The token stays with this run, so there is one at a time.
            _late = AwaiterOf(push);
            _late.UnsafeOnCompleted(_resume);
            return true;
        }

        if (taken >= RunLimit)
        {
            PoolStandIn.Queue(this);
            return true;
        }

        return _token.TryRelease();
    }

    /// <summary>
    /// Works until nothing is ready and the ring is empty, the limit is reached, or the sink is late (an incomplete task).
    /// </summary>
    private ValueTask<Outcome> Pass(ref int taken)
    {
        while (true)
        {
            while (NextReady() is { } ready)
            {
                ValueTask<Outcome> push = Sink.PushAsync(ready, Context.Stop);
                if (!push.IsCompletedSuccessfully)
                {
                    return push;
                }
            }

            if (taken >= RunLimit)
            {
                return default;
            }

            if (!_ring.TryTake(out Batch? batch))
            {
                SettleDrain();
                return default;
            }

            taken++;
            _drain.Drained(1);
            Take(batch!);
        }
    }

    /// <summary>Its result is read once it has called back, and not before.</summary>
    private static ValueTaskAwaiter<Outcome> AwaiterOf(ValueTask<Outcome> push) => push.GetAwaiter();

    /// <summary>The late sink has room, or has ended the wait.</summary>
    private void Resume()
    {
        try
        {
            _late.GetResult();
        }
#pragma warning disable CA1031 // A sink never throws; if it does, that is a bug of ours and ends the process.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Context.OnFault(fault);
            return;
        }

        Run();
    }

    private void SettleDrain()
    {
        if (_draining)
        {
            _drained.TrySetResult();
        }
    }
}
