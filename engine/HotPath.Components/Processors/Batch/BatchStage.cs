using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Components.Processors.Batch;

/// <summary>
/// The <c>batch</c> processor: gathers parts until there are <c>send_batch_size</c> items or <c>timeout</c> has passed since the first of them,
/// and cuts what leaves at <c>send_batch_max_size</c>, inside a resource and scope where need be. Nothing is copied: a batch is a list of parts.
/// </summary>
internal sealed class BatchStage : Stage, IDisposable
{
    private readonly BatchPlan _plan;
    private readonly ITimer _timer;
    private readonly Signal _signal;
    private readonly Histogram? _sendSize;
    private readonly Histogram? _sendSizeBytes;
    private Engine.Pipeline.Batch? _pending;
    private long _firstArrived;
    private bool _timerArmed;
    private volatile bool _timerFired;
    private long _sizeTriggerSends;
    private long _timeoutTriggerSends;

    public BatchStage(BatchPlan plan, Signal signal, StageContext context, IBatchSink sink)
        : base(context, sink)
    {
        _plan = plan;
        _signal = signal;
        _sendSize = context.Level < MetricsLevel.Normal ? null : new Histogram(HistogramBounds.Items);
        _sendSizeBytes = context.Level < MetricsLevel.Detailed ? null : new Histogram(HistogramBounds.Bytes);
        _timer = context.Time.CreateTimer(static stage => ((BatchStage)stage!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Batches that left because they were full. Any thread may read it; only the stage's owner counts.</summary>
    public long SizeTriggerSends => Volatile.Read(ref _sizeTriggerSends);

    /// <summary>Batches that left because time had passed. Any thread may read it; only the stage's owner counts.</summary>
    public long TimeoutTriggerSends => Volatile.Read(ref _timeoutTriggerSends);

    /// <inheritdoc/>
    public override IReadOnlyList<StageCounter> Counters =>
    [
        new(
            "otelcol_processor_batch_batch_size_trigger_send",
            "Number of times the batch was sent due to a size trigger.",
            () => SizeTriggerSends),
        new(
            "otelcol_processor_batch_timeout_trigger_send",
            "Number of times the batch was sent due to a timeout trigger.",
            () => TimeoutTriggerSends),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StageHistogram> Histograms =>
    [
        .. Shown("otelcol_processor_batch_batch_send_size", "Number of units in the batch.", "", MetricsLevel.Normal, _sendSize),
        .. Shown(
            "otelcol_processor_batch_batch_send_size_bytes",
            "Number of bytes in batch that was sent.",
            "By",
            MetricsLevel.Detailed,
            _sendSizeBytes),
    ];

    public void Dispose() => _timer.Dispose();

    protected override void Take(Engine.Pipeline.Batch batch)
    {
        if (_pending is null)
        {
            _pending = batch;
            StartClock();
            return;
        }

        batch.MoveTo(_pending);
    }

    protected override Engine.Pipeline.Batch? NextReady()
    {
        if (_pending is null)
        {
            ForgetTimer();
            return null;
        }

        bool full = _plan.SendsAtOnce || _pending.Items >= _plan.SendBatchSize;
        if (!full && !IsDraining && !IsOverdue())
        {
            return null;
        }

        if (full)
        {
            Volatile.Write(ref _sizeTriggerSends, _sizeTriggerSends + 1);
        }
        else
        {
            Volatile.Write(ref _timeoutTriggerSends, _timeoutTriggerSends + 1);
        }

        Engine.Pipeline.Batch ready = CutFirst();
        _sendSize?.Record(ready.Items);
        _sendSizeBytes?.Record(ready.Bytes);
        return ready;
    }

    private static StageHistogram[] Shown(string name, string help, string unit, MetricsLevel from, Histogram? values) =>
        values is null ? [] : [new StageHistogram(name, help, unit, from, values)];

    /// <summary>The pending batch, or its first <c>send_batch_max_size</c> items; the clock starts anew for what stays.</summary>
    private Engine.Pipeline.Batch CutFirst()
    {
        Engine.Pipeline.Batch ready = _pending!;
        if (_plan.SendBatchMaxSize == 0 || ready.Items <= _plan.SendBatchMaxSize)
        {
            _pending = null;
            return ready;
        }

        Engine.Pipeline.Batch head = Context.Batches.Rent(_signal);
        ready.MoveFirst(_plan.SendBatchMaxSize, head);
        StartClock();
        return head;
    }

    private void StartClock()
    {
        _firstArrived = Context.Time.GetTimestamp();
        if (!_plan.SendsAtOnce && !_timerArmed)
        {
            _timerArmed = true;
            _timer.Change(_plan.Timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void ForgetTimer()
    {
        if (_timerFired)
        {
            _timerFired = false;
            _timerArmed = false;
        }
    }

    /// <summary>
    /// The timer is not moved at every batch that leaves full: it fires, finds the clock younger than the timeout, and is set to the rest.
    /// </summary>
    private bool IsOverdue()
    {
        if (!_timerFired)
        {
            return false;
        }

        TimeSpan left = _plan.Timeout - Context.Time.GetElapsedTime(_firstArrived);
        _timerFired = false;
        if (left <= TimeSpan.Zero)
        {
            _timerArmed = false;
            return true;
        }

        _timerArmed = true;
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        return false;
    }

    private void OnTimer()
    {
        _timerFired = true;
        Wake();
    }
}
