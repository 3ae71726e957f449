using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Core.Memory;

namespace HotPath.Core.Index;

/// <summary>
/// Rows over one checked request: resources, scopes, metrics, items, events, links, and attributes by owner, as deep as was asked
/// (<see cref="IndexDepth"/>). Built in one forward pass, shared by all pipelines of a receiver, and never changed: edits are an
/// overlay's. Made to be pooled; rows live in slab memory that is charged to the budget. Reading is safe from any thread.
/// </summary>
public sealed unsafe class RequestIndex
{
    internal readonly Arena Arena = new();
    internal RowList<ResourceRow> ResourceRows;
    internal RowList<ScopeRow> ScopeRows;
    internal RowList<MetricRow> MetricRows;
    internal RowList<ItemRow> ItemRows;
    internal RowList<ChildRow> EventRows;
    internal RowList<ChildRow> LinkRows;
    internal AttributeLists AttributeRows;

    /// <summary>The signal.</summary>
    public Signal Signal { get; private set; }

    /// <summary>What it holds.</summary>
    public IndexDepth Depth { get; private set; }

    /// <summary>The keys under which items' attributes have rows; null = any.</summary>
    internal AttributeKeySet? ItemKeys { get; private set; }

    /// <summary>True if the check found spans' ids plain (<see cref="Wire.OtlpWalk"/>); false says nothing.</summary>
    internal bool HasPlainIds { get; private set; }

    /// <summary>Bytes of the request.</summary>
    public int Length { get; private set; }

    /// <summary>Who the request is charged to: so is what is made of it.</summary>
    internal SlabAccounts? Accounts { get; private set; }

    /// <summary>The resource blocks.</summary>
    public ReadOnlySpan<ResourceRow> Resources => ResourceRows.Span;

    /// <summary>The scope blocks.</summary>
    public ReadOnlySpan<ScopeRow> Scopes => ScopeRows.Span;

    /// <summary>The metrics.</summary>
    public ReadOnlySpan<MetricRow> Metrics => MetricRows.Span;

    /// <summary>The spans, log records or data points, numbered as the engine counts them.</summary>
    public ReadOnlySpan<ItemRow> Items => ItemRows.Span;

    /// <summary>The span events.</summary>
    public ReadOnlySpan<ChildRow> Events => EventRows.Span;

    /// <summary>The span links.</summary>
    public ReadOnlySpan<ChildRow> Links => LinkRows.Span;

    /// <summary>Where the request begins; it does not move while the lease lasts.</summary>
    internal byte* Start { get; private set; }

    /// <summary>
    /// Indexes a request that has passed <see cref="Wire.OtlpWalk.Check"/>. The lease must outlast the index, and is not returned by it.
    /// </summary>
    /// <param name="signal">What it carries.</param>
    /// <param name="request">The request.</param>
    /// <param name="depth">What the rows reach.</param>
    /// <param name="slabs">Where the rows' memory is rented.</param>
    /// <param name="itemKeys">
    /// The keys under which attributes of items are asked for, to spare the rows of others; null = any. Where one of these keys is there
    /// twice, that item's attributes all have rows, since the order of the others then matters (see
    /// <see cref="Edits.AttributeView.Remove(AttributeKey)"/>).
    /// </param>
    /// <param name="hasPlainIds">What the check said of spans' ids, of these very bytes; false if that is not known.</param>
    /// <param name="items">How many items the check counted, so that room for their rows is taken once; 0 if that is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The signal is <see cref="Signal.Profiles"/>: its requests are never looked
    /// into.</exception>
    /// <exception cref="OutOfBudgetException">No room for the rows; call <see cref="Clear"/>.</exception>
    public void Build(
        Signal signal,
        in Lease request,
        IndexDepth depth,
        SlabPool slabs,
        AttributeKeySet? itemKeys = null,
        bool hasPlainIds = false,
        int items = 0)
    {
        ArgumentNullException.ThrowIfNull(slabs);
        ArgumentOutOfRangeException.ThrowIfEqual(signal, Signal.Profiles);
        Clear();
        Signal = signal;
        Depth = depth;
        ItemKeys = itemKeys;
        HasPlainIds = hasPlainIds;
        Length = request.Length;
        Accounts = request.Accounts;
        Start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(request.Bytes));
        Arena.Open(slabs);
        if ((depth & IndexDepth.Items) == IndexDepth.Items)
        {
            ItemRows.Reserve(Arena, items);
        }

        new Indexer(this).Run();
    }

    /// <summary>Gives the rows' memory back.</summary>
    public void Clear()
    {
        Arena.Close();
        ResourceRows.Clear();
        ScopeRows.Clear();
        MetricRows.Clear();
        ItemRows.Clear();
        EventRows.Clear();
        LinkRows.Clear();
        AttributeRows.Clear();
        Length = 0;
        Accounts = null;
        Start = null;
    }

    /// <summary>The tags of an item's fields.</summary>
    internal ItemShape ShapeOf(int item) => Signal switch
    {
        Signal.Traces => ItemShape.Span,
        Signal.Logs => ItemShape.Log,
        _ => ItemShape.OfData(MetricRows[ItemRows[item].Parent].Data),
    };

    /// <summary>The scope block that an item lies in.</summary>
    public int ScopeOf(int item)
    {
        int parent = ItemRows[item].Parent;
        return Signal == Signal.Metrics ? MetricRows[parent].Scope : parent;
    }

    /// <summary>The resource block that an item lies in.</summary>
    public int ResourceOf(int item) => ScopeRows[ScopeOf(item)].Resource;

    /// <summary>The rows of a span's events: the first, and how many.</summary>
    public (int First, int Count) EventsOf(int item)
    {
        int end = item + 1 < ItemRows.Count ? ItemRows[item + 1].FirstEvent : EventRows.Count;
        return (ItemRows[item].FirstEvent, end - ItemRows[item].FirstEvent);
    }

    /// <summary>The rows of a span's links: the first, and how many.</summary>
    public (int First, int Count) LinksOf(int item)
    {
        int end = item + 1 < ItemRows.Count ? ItemRows[item + 1].FirstLink : LinkRows.Count;
        return (ItemRows[item].FirstLink, end - ItemRows[item].FirstLink);
    }
}
