using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Components.Processors.Batch;

/// <summary>
/// The <c>batch</c> processor: gathers parts until there are <c>send_batch_size</c> items or <c>timeout</c> has passed since the first of
/// them, and cuts what leaves at <c>send_batch_max_size</c>, inside a resource and scope where need be. Nothing is copied: a batch is a
/// list of parts. Requests whose metadata differs in the <c>metadata_keys</c> are gathered apart, each combination in its shard.
/// </summary>
internal sealed class BatchStage : Stage, IDisposable
{
    /// <summary>The Collector's words for one combination too many; a sender must not come back with it.</summary>
    internal const string TooManyCombinations = "too many batcher metadata-value combinations";

    private readonly BatchPlan _plan;
    private readonly ITimer _timer;
    private readonly Signal _signal;
    private readonly Histogram? _sendSize;
    private readonly Histogram? _sendSizeBytes;
    private readonly MetadataShards<BatchShard> _shards;

    /// <summary>Shards in which something waits, by the arrival of its first item: the first is due first.</summary>
    private readonly LinkedList<BatchShard> _waiting = new();
    private BatchShard? _latest;
    private bool _timerArmed;
    private volatile bool _timerFired;
    private long _sizeTriggerSends;
    private long _timeoutTriggerSends;

    public BatchStage(BatchPlan plan, Signal signal, StageContext context, IBatchSink sink)
        : base(context, sink)
    {
        _plan = plan;
        _signal = signal;
        _shards =
            new MetadataShards<BatchShard>(plan.MetadataKeys, plan.MetadataCardinalityLimit, static metadata => new BatchShard(metadata));
        _sendSize = context.Level < MetricsLevel.Normal ? null : new Histogram(HistogramBounds.Items);
        _sendSizeBytes = context.Level < MetricsLevel.Detailed ? null : new Histogram(HistogramBounds.Bytes);
        _timer = context.Time.CreateTimer(
            static stage => ((BatchStage)stage!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        new(
            "otelcol_processor_batch_metadata_cardinality",
            "Number of distinct metadata value combinations being processed.",
            () => _shards.Count,
            IsGauge: true),
    ];

    /// <inheritdoc/>
    public override Outcome Admit(in ClientInfo client) =>
        _shards.Open(client.Metadata) is null ? Outcome.Permanent(TooManyCombinations) : Outcome.Ok;

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
        // Admit has made the shard, or refused the batch.
        BatchShard shard = _shards.Open(batch.Client.Metadata)
            ?? throw new InvalidOperationException("a batch came whose metadata was not admitted");
        _latest = shard;
        if (shard.Pending is not null)
        {
            batch.MoveTo(shard.Pending);
            return;
        }

        batch.Client = shard.Client;
        shard.Pending = batch;
        StartClock(shard);
    }

    protected override Engine.Pipeline.Batch? NextReady()
    {
        // Only the shard that took something last can have become full.
        if (_latest is { Pending: { } pending } && (_plan.SendsAtOnce || pending.Items >= _plan.SendBatchSize))
        {
            Volatile.Write(ref _sizeTriggerSends, _sizeTriggerSends + 1);
            return CutFirst(_latest);
        }

        if ((IsDraining ? _waiting.First?.Value : NextOverdue()) is not { } shard)
        {
            return null;
        }

        Volatile.Write(ref _timeoutTriggerSends, _timeoutTriggerSends + 1);
        return CutFirst(shard);
    }

    private static StageHistogram[] Shown(string name, string help, string unit, MetricsLevel from, Histogram? values) =>
        values is null ? [] : [new StageHistogram(name, help, unit, from, values)];

    /// <summary>
    /// What the shard holds, or its first <c>send_batch_max_size</c> items; the clock starts anew for what stays. Recorded.
    /// </summary>
    private Engine.Pipeline.Batch CutFirst(BatchShard shard)
    {
        Engine.Pipeline.Batch ready = Cut(shard);
        _sendSize?.Record(ready.Items);
        _sendSizeBytes?.Record(ready.Bytes);
        return ready;
    }

    private Engine.Pipeline.Batch Cut(BatchShard shard)
    {
        Engine.Pipeline.Batch ready = shard.Pending!;
        if (_plan.SendBatchMaxSize == 0 || ready.Items <= _plan.SendBatchMaxSize)
        {
            shard.Pending = null;
            _waiting.Remove(shard.Place);
            return ready;
        }

        Engine.Pipeline.Batch head = Context.Batches.Rent(_signal, shard.Client);
        ready.MoveFirst(_plan.SendBatchMaxSize, head);
        _waiting.Remove(shard.Place);
        StartClock(shard);
        return head;
    }

    private void StartClock(BatchShard shard)
    {
        shard.FirstArrived = Context.Time.GetTimestamp();
        _waiting.AddLast(shard.Place);
        if (!_plan.SendsAtOnce && !_timerArmed)
        {
            _timerArmed = true;
            _timer.Change(_plan.Timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// The first shard that has waited its time; null if none has. The timer is not moved at every batch that leaves full: it fires, finds
    /// the first clock younger than the timeout, and is set to the rest.
    /// </summary>
    private BatchShard? NextOverdue()
    {
        if (!_timerFired)
        {
            return null;
        }

        if (_waiting.First?.Value is not { } first)
        {
            _timerFired = false;
            _timerArmed = false;
            return null;
        }

        TimeSpan left = _plan.Timeout - Context.Time.GetElapsedTime(first.FirstArrived);
        if (left <= TimeSpan.Zero)
        {
            return first;
        }

        _timerFired = false;
        _timerArmed = true;
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        return null;
    }

    private void OnTimer()
    {
        _timerFired = true;
        Wake();
    }
}
