using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Resource;

/// <summary>Changes the attributes of resources. What lies below them is not looked at.</summary>
internal sealed class ResourceProcessor : IInlineProcessor
{
    private readonly AttributeActions _actions;

    public ResourceProcessor(ResourcePlan plan) => _actions = new AttributeActions(plan.Actions);

    /// <inheritdoc/>
    public IndexDepth Depth => IndexDepth.ResourceAttributes;

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request) => Process(request, default);

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request, in ClientInfo client)
    {
        int asked = _actions.Contexts.Length;
        Span<WireValue> contexts = asked <= AttributeActions.FewContexts ? stackalloc WireValue[asked] : new WireValue[asked];
        _actions.ReadContexts(request, client, contexts);
        int count = request.Index.Resources.Length;
        for (int resource = 0; resource < count; resource++)
        {
            if (!request.IsDropped(Owner.ResourceBlock(resource)))
            {
                _actions.Run(request, Owner.Resource(resource), contexts);
            }
        }

        request.FinishHashes();
        return ProcessResult.Done;
    }
}
