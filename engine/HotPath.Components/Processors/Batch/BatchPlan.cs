using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Batch;

/// <summary>The validated settings of one <c>batch</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Timeout">The longest an item waits for others; zero sends at once.</param>
/// <param name="SendBatchSize">Items at which a batch leaves; 0 sends at once.</param>
/// <param name="SendBatchMaxSize">The most items a batch may hold; 0 for no limit.</param>
/// <param name="MetadataKeys">Requests are batched apart by the values of these.</param>
/// <param name="MetadataCardinalityLimit">The most combinations of such values; 0 for no limit.</param>
internal sealed record BatchPlan(
    ComponentId Id,
    TimeSpan Timeout,
    int SendBatchSize,
    int SendBatchMaxSize,
    MetadataKeys MetadataKeys,
    int MetadataCardinalityLimit) : StagePlan(Id)
{
    /// <inheritdoc/>
    public override MetadataKeys ReadsMetadata => MetadataKeys;

    /// <summary>True when nothing is gathered: batches leave as they come, only cut to the maximum.</summary>
    public bool SendsAtOnce => SendBatchSize == 0 || Timeout == TimeSpan.Zero;

    /// <inheritdoc/>
    public override Stage CreateStage(Signal signal, StageContext context, IBatchSink sink) => new BatchStage(this, signal, context, sink);
}
