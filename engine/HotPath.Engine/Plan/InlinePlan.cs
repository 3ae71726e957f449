using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>A processor that edits requests as they pass (<see cref="IInlineProcessor"/>): attributes, resource, filter, …</summary>
/// <param name="Id">Its id.</param>
public abstract record InlinePlan(ComponentId Id) : ProcessorPlan(Id)
{
    /// <summary>The index, which it works on, is built without looking back: only over what was checked.</summary>
    public override bool ReadsItems => true;

    /// <summary>
    /// Why these settings can't serve a pipeline of this signal; null if they can. Asked once for each pipeline that names it.
    /// </summary>
    public virtual string? Refuses(Signal signal) => null;

    /// <summary>Makes the processor of one pipeline.</summary>
    public abstract IInlineProcessor CreateProcessor(InlineContext context);
}
