using HotPath.Components.Ottl.Conditions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Filter;

/// <summary>Drops what its conditions hold for, group after group, and then the scopes and resources in which nothing is left.</summary>
internal sealed class FilterProcessor : IInlineProcessor
{
    private readonly SignalFilter _filter;
    private readonly Condition[][] _conditions;
    private readonly OttlContextPool _contexts;
    private readonly FailureLog _failures;

    public FilterProcessor(SignalFilter filter, InlineContext context)
    {
        _filter = filter;
        _conditions = [.. filter.Groups.Select(g => g.Conditions.Select(c => c.Condition).ToArray())];
        _contexts = new OttlContextPool(context.Time);
        _failures = new FailureLog(context.Log, context.Time);
        Depth = filter.Depth;
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <inheritdoc/>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        if (_filter.IsEmpty)
        {
            return ProcessResult.Done;
        }

        if (RunGroups(request) is { } error)
        {
            return ProcessResult.Failed(error);
        }

        if (_filter.Include is not null || _filter.Exclude is not null)
        {
            DropUnmatched(request);
        }

        DropEmpty(request);
        return ProcessResult.Done;
    }

    private string? RunGroups(Overlay request)
    {
        OttlContext context = _contexts.Rent();
        context.Begin(request);
        try
        {
            for (int i = 0; i < _conditions.Length; i++)
            {
                var visitor = new FilterVisitor(_filter.Groups[i], _conditions[i], _failures);
                if (!OttlWalk.Run(context, _filter.Groups[i].Context, ref visitor))
                {
                    return visitor.Error;
                }
            }

            return null;
        }
        finally
        {
            context.End();
            _contexts.GiveBack(context);
        }
    }

    private void DropEmpty(Overlay request)
    {
        if (!_filter.IsOfResources)
        {
            request.DropEmpty(metrics: _filter.IsOfPoints && request.Index.Signal == Signal.Metrics);
            return;
        }

        for (int row = 0; row < request.Index.Resources.Length; row++)
        {
            if (request.Index.Resources[row].ScopeCount == 0)
            {
                request.Drop(Owner.ResourceBlock(row));
            }
        }
    }

    private void DropUnmatched(Overlay request)
    {
        bool isMetrics = request.Index.Signal == Signal.Metrics;
        for (int scope = 0; scope < request.Index.Scopes.Length; scope++)
        {
            if (request.IsDropped(Owner.ScopeBlock(scope)))
            {
                continue;
            }

            ScopeRow row = request.Index.Scopes[scope];
            bool mayInclude = _filter.Include?.MatchesScope(request, scope) != false;
            bool mayExclude = _filter.Exclude?.MatchesScope(request, scope) == true;
            int first = isMetrics ? row.FirstMetric : row.FirstItem;
            int count = isMetrics ? row.MetricCount : row.ItemCount;
            for (int child = first; child < first + count; child++)
            {
                Owner owner = isMetrics ? Owner.Metric(child) : Owner.Item(child);
                bool keeps = mayInclude
                    && (_filter.Include is null || Matches(_filter.Include, request, owner))
                    && !(mayExclude && Matches(_filter.Exclude!, request, owner));
                if (!keeps && !request.IsDropped(owner))
                {
                    request.Drop(owner);
                }
            }
        }
    }

    private static bool Matches(ItemMatch match, Overlay request, Owner owner) => owner.Kind == OwnerKind.Metric
        ? match.MetricNames?.Matches(request.GetField(owner, OtlpTag.MetricName).Bytes) ?? true
        : match.MatchesItem(request, owner.Row);
}
