using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// A chain of processors as the gateway runs it over a request of spans: one index, as deep as they ask, one overlay, one new slab if they
/// edit. A processor that writes requests anew stands alone.
/// </summary>
internal sealed class BenchChain
{
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly IInlineProcessor[] _processors;
    private readonly IndexDepth _depth;
    private readonly AttributeKeySet? _keys;

    public BenchChain(params (IProcessorFactory Factory, string Settings)[] processors)
    {
        _processors = [.. processors.Select(processor => Make(processor.Factory, processor.Settings))];
        _depth = _processors.Aggregate(IndexDepth.None, (depth, processor) => depth | processor.Depth);
        IReadOnlyList<AttributeKey>?[] keys =
            [.. _processors.Where(p => p.Depth.HasFlag(IndexDepth.ItemAttributes) || p.ItemKeys is not null).Select(p => p.ItemKeys)];
        _keys = keys.Contains(null) ? null : AttributeKeySet.Of(keys.SelectMany(some => some!));
    }

    /// <summary>Index to new slab; the length of what goes on.</summary>
    /// <param name="request">A request that was checked.</param>
    /// <param name="slabs">Where to rent.</param>
    /// <param name="hasPlainIds">What the check said of its ids.</param>
    public int Run(Lease request, SlabPool slabs, bool hasPlainIds = false)
    {
        _index.Build(Signal.Traces, request, _depth, slabs, _keys, hasPlainIds, Requests.Items);
        _overlay.Begin(_index, slabs);
        int length = request.Length;
        foreach (IInlineProcessor processor in _processors)
        {
            if (processor is not IRegroupingProcessor regrouping)
            {
                processor.Process(_overlay);
            }
            else if (regrouping.TryRegroup(_index, slabs, out Lease regrouped, out _))
            {
                length = regrouped.Length;
                regrouped.Return();
            }
        }

        if (_overlay.IsEdited && _overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited))
        {
            length = edited.Length;
            edited.Return();
        }

        _overlay.Clear();
        _index.Clear();
        return length;
    }

    private static IInlineProcessor Make(IProcessorFactory factory, string settings)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(settings, "bench.yaml", errors), errors);
        var plan = (InlinePlan)factory.Read(new ComponentId(factory.Type, ""), map);
        return errors.Errors.Count == 0
            ? plan.CreateProcessor(new InlineContext(Signal.Traces, TimeProvider.System, NullLogger.Instance))
            : throw new InvalidOperationException(string.Join("; ", errors.Errors));
    }
}
