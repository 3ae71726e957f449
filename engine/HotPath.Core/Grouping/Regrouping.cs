using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Core.Grouping;

/// <summary>
/// Writes a request anew with its items under other resources: attributes of given keys move from the items to their resources, and
/// resource blocks, scope blocks and metrics that are then equal become one. Nothing is decoded: items are copied as they lie, without the
/// attributes that moved. Made to be pooled; one thread at a time. Work and memory grow with the request, whatever is in it.
/// </summary>
/// <remarks>
/// What is equal is compared as wire bytes, attributes of resources in any order: schema URLs, dropped counts, attributes of scopes and
/// fields unknown to this build count too, so that nothing is lost. Blocks and metrics without items are left out.
/// </remarks>
public sealed unsafe partial class Regrouping
{
    private const int None = -1;

    private readonly AttributeKey[] _keys;
    private readonly Arena _arena = new();
    private RequestIndex _index = null!;
    private RowList<FrameRow> _resources;
    private RowList<FrameRow> _scopes;
    private RowList<FrameRow> _metrics;
    private RowList<GroupRow> _resourceGroups;
    private RowList<GroupRow> _scopeGroups;
    private RowList<GroupRow> _metricGroups;
    private RowList<ItemPlace> _places;
    private Chains _byResource;
    private Chains _byScope;
    private Chains _byMetric;

    /// <summary>Makes one for these keys, which must differ; none = equal blocks are merged, and that is all.</summary>
    public Regrouping(IEnumerable<AttributeKey> keys) => _keys = [.. keys];

    /// <summary>What the index must hold, and of items at least the attributes of the keys.</summary>
    public static IndexDepth Depth => IndexDepth.ResourceAttributes | IndexDepth.ItemAttributes;

    /// <summary>Resource blocks of the last run's result.</summary>
    public int Groups { get; private set; }

    /// <summary>Items of the last run from which attributes moved.</summary>
    public int MovedItems { get; private set; }

    /// <summary>Groups a request's items.</summary>
    /// <param name="index">Its rows, of at least <see cref="Depth"/>.</param>
    /// <param name="slabs">Where the result and what this needs meanwhile are rented.</param>
    /// <param name="request">The new request; <c>default</c> if it would be as it came.</param>
    /// <returns>False if it would be as it came.</returns>
    /// <exception cref="OutOfBudgetException">No room, or the result would be longer than a slab can be.</exception>
    public bool TryRun(RequestIndex index, SlabPool slabs, out Lease request)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(slabs);
        _index = index;
        _arena.Open(slabs);
        request = default;
        try
        {
            MakeFrames();
            PlaceItems();
            Groups = _resourceGroups.Count;
            if (MovedItems == 0 && Groups == _index.ResourceRows.Count && _scopeGroups.Count == _index.ScopeRows.Count
                && (_index.Signal != Signal.Metrics || _metricGroups.Count == _index.MetricRows.Count))
            {
                return false;
            }

            long size = Size();
            if (size > SlabPool.LongestMessageBytes || !slabs.TryRent((int)size, BudgetUse.Egress, _index.Accounts, out request))
            {
                throw new OutOfBudgetException();
            }

            Write(request, size);
            return true;
        }
        finally
        {
            Clear();
        }
    }

    private void Write(in Lease request, long size)
    {
        byte* into = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(request.Writable));
        long written = WriteAll(into) - into;
        if (written != size)
        {
            request.Return();
            throw new InvalidOperationException($"a bug: a regrouped request was sized at {size} bytes and took {written}");
        }
    }

    private void Clear()
    {
        _arena.Close();
        _resources.Clear();
        _scopes.Clear();
        _metrics.Clear();
        _resourceGroups.Clear();
        _scopeGroups.Clear();
        _metricGroups.Clear();
        _places.Clear();
        _byResource.Clear();
        _byScope.Clear();
        _byMetric.Clear();
        _index = null!;
    }

    private AttributeRow** TakeRows() => (AttributeRow**)_arena.Take((long)_keys.Length * sizeof(AttributeRow*));

    /// <summary>For each key the first attribute among so many rows, or null; returns the bytes that their fields take.</summary>
    private int Find(ref RowList<AttributeRow> rows, int first, int count, AttributeRow** found)
    {
        int bytes = 0;
        ReadOnlySpan<AttributeRow> owners = rows.Span.Slice(first, count);
        for (int key = 0; key < _keys.Length; key++)
        {
            found[key] = null;
            foreach (ref readonly AttributeRow row in owners)
            {
                if (row.Hash == _keys[key].Hash && row.Key.SequenceEqual(_keys[key].Utf8))
                {
                    found[key] = (AttributeRow*)Unsafe.AsPointer(ref Unsafe.AsRef(in row));
                    bytes += row.FieldEnd - row.FieldStart;
                    break;
                }
            }
        }

        return bytes;
    }

    private int FindInItem(int item, AttributeRow** found)
    {
        ref ItemRow row = ref _index.ItemRows[item];
        return Find(ref _index.AttributeRows[(int)OwnerKind.Item], row.FirstAttribute, row.AttributeCount, found);
    }
}
