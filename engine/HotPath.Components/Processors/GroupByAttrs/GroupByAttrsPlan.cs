using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.GroupByAttrs;

/// <summary>The validated settings of one <c>groupbyattrs</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Keys">The attributes that items are grouped by; none = equal resources and scopes are merged.</param>
internal sealed record GroupByAttrsPlan(ComponentId Id, AttributeKey[] Keys) : InlinePlan(Id)
{
    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new GroupByAttrsProcessor(this, context.Signal);
}
