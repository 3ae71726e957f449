using HotPath.Components.Processors.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Resource;

/// <summary>The validated settings of one <c>resource</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Actions">What is done, in order.</param>
internal sealed record ResourcePlan(ComponentId Id, IReadOnlyList<AttributeAction> Actions) : InlinePlan(Id)
{
    /// <inheritdoc/>
    public override MetadataKeys ReadsMetadata { get; } =
        MetadataKeys.Of(Actions.Select(action => action.Context?.MetadataKey).OfType<string>());

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new ResourceProcessor(this);
}
