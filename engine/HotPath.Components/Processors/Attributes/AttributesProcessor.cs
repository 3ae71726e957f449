using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Attributes;

/// <summary>Changes the attributes of spans, log records and data points.</summary>
internal sealed class AttributesProcessor : IInlineProcessor
{
    private readonly AttributeActions _actions;
    private readonly ItemMatch? _include;
    private readonly ItemMatch? _exclude;

    public AttributesProcessor(AttributesPlan plan)
    {
        _actions = new AttributeActions(plan.Actions);
        _include = plan.Include;
        _exclude = plan.Exclude;
        ItemKeys = Keys(plan);
        Depth = IndexDepth.ItemAttributes | (_include?.Depth ?? IndexDepth.None) | (_exclude?.Depth ?? IndexDepth.None);
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; }

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <summary>The keys it names; null if a pattern of keys may mean any.</summary>
    private static AttributeKey[]? Keys(AttributesPlan plan) => plan.Actions.Any(action => action.MayMeanAnyKey)
        ? null
        : [.. plan.Actions.SelectMany(action => action.Keys), .. plan.Include?.Keys ?? [], .. plan.Exclude?.Keys ?? []];

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request) => Process(request, default);

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request, in ClientInfo client)
    {
        int asked = _actions.Contexts.Length;
        Span<WireValue> contexts = asked <= AttributeActions.FewContexts ? stackalloc WireValue[asked] : new WireValue[asked];
        _actions.ReadContexts(request, client, contexts);
        ReadOnlySpan<ScopeRow> scopes = request.Index.Scopes;
        for (int scope = 0; scope < scopes.Length; scope++)
        {
            if (request.IsDropped(Owner.ScopeBlock(scope)) || _include?.MatchesScope(request, scope) == false)
            {
                continue;
            }

            bool mayExclude = _exclude?.MatchesScope(request, scope) == true;
            int end = scopes[scope].FirstItem + scopes[scope].ItemCount;
            for (int item = scopes[scope].FirstItem; item < end; item++)
            {
                if (!request.IsItemDropped(item)
                    && _include?.MatchesItem(request, item) != false
                    && !(mayExclude && _exclude!.MatchesItem(request, item)))
                {
                    _actions.Run(request, Owner.Item(item), contexts);
                }
            }
        }

        request.FinishHashes();
        return ProcessResult.Done;
    }
}
