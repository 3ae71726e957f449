using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// What one request needs while inline processors work on it: an index, an overlay, and then what is left of it for each pipeline. Pooled;
/// one thread at a time.
/// </summary>
internal sealed class InlineWork
{
    private readonly InlineYield[] _yields;
    private readonly int[][] _dropped;
    private RequestIndex? _rebuilt;

    /// <summary>Makes one for the chains of so many pipelines; a null has none.</summary>
    public InlineWork(IReadOnlyList<InlineChain?> chains)
    {
        _yields = new InlineYield[chains.Count];
        _dropped = [.. chains.Select(chain => new int[chain?.Links.Count ?? 0])];
    }

    /// <summary>The rows of the request.</summary>
    public RequestIndex Index { get; } = new();

    /// <summary>The edits of the pipeline that is at work.</summary>
    public Overlay Overlay { get; } = new();

    /// <summary>What is left for a pipeline.</summary>
    public ref InlineYield this[int pipeline] => ref _yields[pipeline];

    /// <summary>What each processor of a pipeline dropped.</summary>
    public Span<int> Dropped(int pipeline) => _dropped[pipeline];

    /// <summary>
    /// Runs a pipeline's chain over the indexed request and keeps what is left: a hold on the same bytes if nothing was edited, a
    /// materialised copy if something was, nothing if every item was dropped. A chain that regroups may write it several times over.
    /// </summary>
    /// <exception cref="OutOfBudgetException">No room for edits, or for the copy.</exception>
    public string? Run(InlineChain chain, int pipeline, Lease request, in ClientInfo client, int items, int resources, SlabPool slabs)
    {
        Span<int> dropped = Dropped(pipeline);
        dropped.Clear();
        var left = new InlineYield(request.Share(), items, resources);
        RequestIndex index = Index;
        try
        {
            for (int next = 0; ;)
            {
                Overlay.Begin(index, slabs);
                if (chain.Run(Overlay, client, left.Items, dropped, ref next) is { } error)
                {
                    return error;
                }

                bool isNew = Overlay.IsEdited;
                TakeEdited(ref left, slabs);
                if (next == chain.Links.Count || left.Items == 0)
                {
                    break;
                }

                index = isNew ? Rebuild(chain, left, slabs) : index;
                isNew = chain.TryRegroup(next++, index, slabs, left.Items, out Lease regrouped, out int groups);
                if (isNew)
                {
                    left.Lease.Return();
                    left = new InlineYield(regrouped, left.Items, groups);
                }

                if (next == chain.Links.Count)
                {
                    break;
                }

                index = isNew ? Rebuild(chain, left, slabs) : index;
            }

            _yields[pipeline] = left;
            left = default;
            return null;
        }
        finally
        {
            Overlay.Clear();
            _rebuilt?.Clear();
            if (left.Lease.IsHeld)
            {
                left.Lease.Return();
            }
        }
    }

    /// <summary>Writes what the overlay says, in place of what it says it of.</summary>
    private void TakeEdited(ref InlineYield left, SlabPool slabs)
    {
        if (!Overlay.IsEdited)
        {
            return;
        }

        int items = left.Items - Overlay.DroppedItems;
        int resources = left.Resources - Overlay.DroppedResources;
        Lease edited = default;
        if (items > 0 && !Overlay.TryMaterialise(slabs, BudgetUse.Egress, out edited))
        {
            throw new OutOfBudgetException();
        }

        left.Lease.Return();
        left = items > 0 ? new InlineYield(edited, items, resources) : default;
        Overlay.Clear();
    }

    /// <summary>The rows of what was written since.</summary>
    private RequestIndex Rebuild(InlineChain chain, in InlineYield left, SlabPool slabs)
    {
        _rebuilt ??= new RequestIndex();
        _rebuilt.Build(Index.Signal, left.Lease, chain.Depth, slabs, chain.KeySet, items: left.Items);
        return _rebuilt;
    }

    /// <summary>The request as it came is what is left for a pipeline.</summary>
    public void Keep(int pipeline, Lease request, int items, int resources) =>
        _yields[pipeline] = new InlineYield(request.Share(), items, resources);

    /// <summary>Gives rows and edits back; what is left for the pipelines stays.</summary>
    public void EndProcessing()
    {
        Overlay.Clear();
        Index.Clear();
    }

    /// <summary>Returns what is left for the pipelines and was not taken.</summary>
    public void ReturnYields()
    {
        foreach (ref InlineYield yield in _yields.AsSpan())
        {
            if (yield.Lease.IsHeld)
            {
                yield.Lease.Return();
            }

            yield = default;
        }
    }

    /// <summary>Takes what is left for a pipeline; the lease is the caller's from here.</summary>
    public InlineYield Take(int pipeline)
    {
        InlineYield yield = _yields[pipeline];
        _yields[pipeline] = default;
        return yield;
    }
}
