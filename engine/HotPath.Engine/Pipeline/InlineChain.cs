using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Inline processors that stand next to each other in one pipeline: at its entrance, or behind a stage. They work on one overlay, one after
/// the other. Thread-safe, as its processors are.
/// </summary>
internal sealed class InlineChain
{
    private readonly InlineLink[] _links;

    public InlineChain(IEnumerable<InlineLink> links)
    {
        _links = [.. links];
        Depth = _links.Aggregate(IndexDepth.None, (depth, link) => depth | link.Processor.Depth);
        var readers = _links.Select(link => link.Processor)
            .Where(processor => processor.Depth.HasFlag(IndexDepth.ItemAttributes) || processor.ItemKeys is not null)
            .Select(processor => processor.ItemKeys).ToList();
        Keys = readers.Contains(null) ? null : [.. readers.SelectMany(keys => keys!)];
        KeySet = Keys is null ? null : AttributeKeySet.Of(Keys);
        Regroups = _links.Any(link => link.Processor is IRegroupingProcessor);
    }

    /// <summary>The processors, in order.</summary>
    public IReadOnlyList<InlineLink> Links => _links;

    /// <summary>What they read.</summary>
    public IndexDepth Depth { get; }

    /// <summary>The keys under which they reach items' attributes; null = any.</summary>
    public IReadOnlyList<AttributeKey>? Keys { get; }

    /// <summary><see cref="Keys"/> for the index.</summary>
    public AttributeKeySet? KeySet { get; }

    /// <summary>True if one of them writes requests anew (<see cref="IRegroupingProcessor"/>).</summary>
    public bool Regroups { get; }

    /// <summary>Runs processors over one request, up to the next that writes it anew.</summary>
    /// <param name="overlay">Its edits, begun over an index of at least <see cref="Depth"/>.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="items">Items of the request.</param>
    /// <param name="dropped">Gets the items that each processor dropped; zeroes before.</param>
    /// <param name="next">The first to run; then the regrouping processor at which it stopped, or the number of all.</param>
    /// <returns>The first error, after which no further processor ran; null without one.</returns>
    /// <exception cref="OutOfBudgetException">No room for edits.</exception>
    public string? Run(Overlay overlay, in ClientInfo client, int items, Span<int> dropped, ref int next)
    {
        for (; next < _links.Length && _links[next].Processor is not IRegroupingProcessor; next++)
        {
            int i = next;
            int before = overlay.DroppedItems;
            ProcessResult result = _links[i].Processor.Process(overlay, client);
            if (result.Error is not null)
            {
                _links[i].Count(items - before, 0);
                return result.Error;
            }

            dropped[i] = overlay.DroppedItems - before;
            _links[i].CountDropped(dropped[i]);
            _links[i].Count(items - before, items - overlay.DroppedItems);
            if (overlay.DroppedItems == items)
            {
                next = _links.Length;
                break;
            }
        }

        return null;
    }

    /// <summary>Lets the regrouping processor at a place write a request anew; false if it stays as it is.</summary>
    /// <exception cref="OutOfBudgetException">No room.</exception>
    public bool TryRegroup(int place, RequestIndex index, SlabPool slabs, int items, out Lease request, out int resources)
    {
        bool isNew = ((IRegroupingProcessor)_links[place].Processor).TryRegroup(index, slabs, out request, out resources);
        _links[place].Count(items, items);
        return isNew;
    }

    /// <summary>Counts what the processors dropped, once the request was accepted.</summary>
    public void CountDropped(PipelineLedger ledger, ReadOnlySpan<int> dropped)
    {
        for (int i = 0; i < _links.Length; i++)
        {
            if (dropped[i] > 0)
            {
                ledger.CountDropped(dropped[i], _links[i].Processor.DropReason);
            }
        }
    }
}
