using HotPath.Core;
using HotPath.Core.Grouping;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Processors.GroupByAttrs;

/// <summary>Moves attributes from items to their resources, and merges resources and scopes that are then equal.</summary>
internal sealed class GroupByAttrsProcessor : PooledObjectPolicy<Regrouping>, IRegroupingProcessor
{
    private readonly AttributeKey[] _keys;
    private readonly GroupByAttrsCounts _counts;
    private readonly DefaultObjectPool<Regrouping> _pool;

    public GroupByAttrsProcessor(GroupByAttrsPlan plan, Signal signal)
    {
        _keys = plan.Keys;
        _counts = new GroupByAttrsCounts(signal);
        _pool = new DefaultObjectPool<Regrouping>(this);
    }

    /// <inheritdoc/>
    public IndexDepth Depth => Regrouping.Depth;

    /// <inheritdoc/>
    public IReadOnlyList<AttributeKey> ItemKeys => _keys;

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public IReadOnlyList<InlineCounter> Counters => _counts.Counters;

    /// <inheritdoc/>
    public IReadOnlyList<StageHistogram> Histograms => _counts.Histograms;

    /// <inheritdoc/>
    public bool TryRegroup(RequestIndex index, SlabPool slabs, out Lease request, out int resources)
    {
        Regrouping regrouping = _pool.Get();
        try
        {
            bool isNew = regrouping.TryRun(index, slabs, out request);
            resources = regrouping.Groups;
            _counts.Add(index.Items.Length, regrouping.MovedItems, regrouping.Groups);
            return isNew;
        }
        finally
        {
            _pool.Return(regrouping);
        }
    }

    /// <inheritdoc/>
    public override Regrouping Create() => new(_keys);

    /// <inheritdoc/>
    public override bool Return(Regrouping obj) => true;
}
