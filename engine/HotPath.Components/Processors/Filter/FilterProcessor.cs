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
    private readonly FilterStep[][] _steps;
    private readonly bool _isEmpty;
    private readonly bool _isOfResources;
    private readonly bool _isOfPoints;
    private readonly OttlContextPool _contexts;
    private readonly FailureLog _failures;

    public FilterProcessor(SignalFilter filter, InlineContext context)
    {
        _filter = filter;
        _steps = [.. filter.Groups.Select(FilterStep.Of)];
        _contexts = new OttlContextPool(context.Time);
        _failures = new FailureLog(context.Log, context.Time);
        _isEmpty = filter.IsEmpty;
        _isOfResources = filter.IsOfResources;
        _isOfPoints = filter.IsOfPoints;
        Depth = filter.Depth;
        ItemKeys = filter.ItemKeys;
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; }

    /// <inheritdoc/>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        if (_isEmpty)
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
            for (int i = 0; i < _steps.Length; i++)
            {
                var visitor = new FilterVisitor(_steps[i], _filter.Groups[i].Mode, _failures);
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
        if (!_isOfResources)
        {
            request.DropEmpty(metrics: _isOfPoints && request.Index.Signal == Signal.Metrics);
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
