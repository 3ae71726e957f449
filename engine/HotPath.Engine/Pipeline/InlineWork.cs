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
    /// Runs a pipeline's chain over the indexed request and keeps what is left: a hold on the same bytes if nothing was edited, a materialised
    /// copy if something was, nothing if every item was dropped.
    /// </summary>
    /// <exception cref="OutOfBudgetException">No room for edits, or for the copy.</exception>
    public string? Run(InlineChain chain, int pipeline, Lease request, int items, int resources, SlabPool slabs)
    {
        Overlay.Begin(Index, slabs);
        string? error = chain.Run(Overlay, items, Dropped(pipeline));
        if (error is not null)
        {
            return error;
        }

        if (!Overlay.IsEdited)
        {
            Keep(pipeline, request, items, resources);
        }
        else if (items > Overlay.DroppedItems)
        {
            if (!Overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited))
            {
                throw new OutOfBudgetException();
            }

            _yields[pipeline] = new InlineYield(edited, items - Overlay.DroppedItems, resources - Overlay.DroppedResources);
        }

        Overlay.Clear();
        return null;
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
