using System.Runtime.CompilerServices;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Core.Edits;

/// <summary>
/// One pipeline's edits on one request: what was dropped, and which attributes and fields were deleted, replaced or added. Slab and index
/// never change; everything is read through the overlay, so a later processor sees what an earlier one did. It holds no memory before its
/// first edit. At the end of a pipeline's processors an edited request is written once, as wire bytes (<see cref="TryMaterialise"/>).
/// </summary>
/// <remarks>
/// Made to be pooled; one thread at a time. Values and fields that it hands out point into the slab, into its own scratch, or into a
/// <see cref="ConstantValue"/>; they hold until the overlay is cleared. Writing members throw <see cref="OutOfBudgetException"/> when the
/// memory budget has no room: let it pass.
/// </remarks>
public sealed unsafe partial class Overlay
{
    private const int Dropped = -1;

    private readonly Arena _arena = new();
    private OwnerMaps _maps;
    private EditLists _edits;
    private RequestIndex _index = null!;

    /// <summary>The rows of the request. Attributes and fields are read through the overlay, never from here.</summary>
    public RequestIndex Index => _index;

    /// <summary>True once anything was changed.</summary>
    public bool IsEdited { get; private set; }

    /// <summary>Items dropped so far.</summary>
    public int DroppedItems { get; private set; }

    /// <summary>Resource blocks dropped so far.</summary>
    public int DroppedResources { get; private set; }

    /// <summary>Begins over an index, with no edits. The index must outlast it.</summary>
    public void Begin(RequestIndex index, SlabPool slabs)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(slabs);
        Clear();
        _index = index;
        _arena.Open(slabs);
    }

    /// <summary>Forgets the edits and gives their memory back.</summary>
    public void Clear()
    {
        _arena.Close();
        _maps.Clear();
        _edits.Clear();
        _index = null!;
        IsEdited = false;
        DroppedItems = 0;
        DroppedResources = 0;
        _requestDelta = 0;
        _pendingCount = 0;
    }

    /// <summary>True if the owner, or what it lies in, was dropped.</summary>
    public bool IsDropped(Owner owner)
    {
        ref RowList<int> map = ref _maps[(int)owner.Kind];
        return (map.Count > 0 && map[owner.Row] == Dropped) || IsParentDropped(owner);
    }

    /// <summary>
    /// True if the span, log record or data point was dropped, or what it lies in. The same as <see cref="IsDropped(Owner)"/>, in one step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsItemDropped(int item)
    {
        ref RowList<int> map = ref _maps[(int)OwnerKind.Item];
        return map.Count > 0 && map[item] == Dropped;
    }

    /// <summary>The attributes of an owner, as they are after all edits so far.</summary>
    /// <param name="owner">Any kind up to <see cref="OwnerKind.Metric"/>, as deep as the index reaches.</param>
    public AttributeView AttributesOf(Owner owner) => new(this, owner);

    /// <summary>
    /// Drops an item, event, link or metric, or a whole resource or scope block (named by either of its owners). Items in it are dropped
    /// with it. Needs <see cref="IndexDepth.Items"/>. Dropping twice is dropping once.
    /// </summary>
    public void Drop(Owner owner)
    {
        owner = owner.Kind switch
        {
            OwnerKind.Resource => Owner.ResourceBlock(owner.Row),
            OwnerKind.Scope => Owner.ScopeBlock(owner.Row),
            OwnerKind.MetricData =>
                throw new ArgumentException("a metric's data can't be dropped; drop its points, or the metric", nameof(owner)),
            _ => owner,
        };
        if (IsDropped(owner))
        {
            return;
        }

        (int first, int count) = ItemsIn(owner);
        ref RowList<int> items = ref MapOf(OwnerKind.Item);
        for (int item = first; item < first + count; item++)
        {
            DroppedItems += items[item] == Dropped ? 0 : 1;
            items[item] = Dropped;
        }

        DroppedResources += owner.Kind == OwnerKind.ResourceBlock ? 1 : 0;
        MapOf(owner.Kind)[owner.Row] = Dropped;
        Extent extent = ExtentOf(owner.Kind, owner.Row);
        ref EditRow parent = ref ParentOf(owner.Kind, owner.Row);
        if (!Unsafe.IsNullRef(ref parent))
        {
            parent.ChildDelta -= extent.End - extent.Start;
        }
        else
        {
            _requestDelta -= extent.End - extent.Start;
        }

        IsEdited = true;
    }

    /// <summary>Drops a span, log record or data point: the same as <see cref="Drop"/>, in fewer steps.</summary>
    public void DropItem(int item) => DropItems(item, 1);

    /// <summary>
    /// Drops so many spans, log records or data points that follow each other: the same as <see cref="Drop"/>, in fewer steps.
    /// </summary>
    public void DropItems(int first, int count)
    {
        if (count == 0)
        {
            return;
        }

        Span<int> items = MapOf(OwnerKind.Item).Span.Slice(first, count);
        Span<ItemRow> rows = _index.ItemRows.Span.Slice(first, count);
        for (int i = 0; i < items.Length;)
        {
            // What lies in one scope, or metric, is taken off it together.
            int parent = rows[i].Parent;
            long bytes = 0;
            int start = i;
            for (; i < items.Length && rows[i].Parent == parent; i++)
            {
                bool isNew = items[i] != Dropped;
                bytes += isNew ? rows[i].End - rows[i].FieldStart : 0;
                DroppedItems += isNew ? 1 : 0;
                items[i] = Dropped;
            }

            if (bytes > 0)
            {
                ParentOf(OwnerKind.Item, first + start).ChildDelta -= bytes;
                IsEdited = true;
            }
        }
    }

    /// <summary>
    /// Drops scope blocks in which no item (no metric) is left, and then resource blocks in which no scope block is left, those that came
    /// empty included. With <paramref name="metrics"/>, first metrics that have data but no point left.
    /// </summary>
    public void DropEmpty(bool metrics)
    {
        for (int i = 0; metrics && i < _index.MetricRows.Count; i++)
        {
            ref MetricRow row = ref _index.MetricRows[i];
            if (row.DataNumber != 0 && !AnyLeft(OwnerKind.Item, row.FirstItem, row.ItemCount))
            {
                Drop(Owner.Metric(i));
            }
        }

        for (int i = 0; i < _index.ScopeRows.Count; i++)
        {
            ref ScopeRow row = ref _index.ScopeRows[i];
            bool isLeft = _index.Signal == Signal.Metrics
                ? AnyLeft(OwnerKind.Metric, row.FirstMetric, row.MetricCount)
                : AnyLeft(OwnerKind.Item, row.FirstItem, row.ItemCount);
            if (!isLeft)
            {
                Drop(Owner.ScopeBlock(i));
            }
        }

        for (int i = 0; i < _index.ResourceRows.Count; i++)
        {
            ref ResourceRow row = ref _index.ResourceRows[i];
            if (!AnyLeft(OwnerKind.ScopeBlock, row.FirstScope, row.ScopeCount))
            {
                Drop(Owner.ResourceBlock(i));
            }
        }
    }

    /// <summary>A string value, copied into the overlay's scratch. The bytes are UTF-8.</summary>
    public WireValue Text(ReadOnlySpan<byte> utf8) => Content(ValueKind.Text, utf8);

    /// <summary>A value of bytes, copied into the overlay's scratch.</summary>
    public WireValue Bytes(ReadOnlySpan<byte> bytes) => Content(ValueKind.Bytes, bytes);

    /// <summary>An integer value.</summary>
    public WireValue Int(long number)
    {
        Span<byte> varint = stackalloc byte[WireSize.MaxVarint];
        return Content(ValueKind.Int, varint[..WireSize.WriteVarint(varint, (ulong)number)]);
    }

    /// <summary>A floating-point value.</summary>
    public WireValue Double(double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        return Content(ValueKind.Double, bytes);
    }

    /// <summary>A flag.</summary>
    public WireValue Bool(bool flag) => Content(ValueKind.Bool, [flag ? (byte)1 : (byte)0]);

    /// <summary>
    /// A value of any kind from its content, laid out as <see cref="WireValue"/> draws it, copied into the overlay's scratch.
    /// </summary>
    public WireValue Content(ValueKind kind, ReadOnlySpan<byte> content) => new(_arena.Copy(content), content.Length, kind);

    /// <summary>
    /// Room in the overlay's scratch to build a value in; it holds until the overlay is cleared. Then <see cref="Built"/>.
    /// </summary>
    public Span<byte> Scratch(int bytes) => new(_arena.Take(bytes), bytes);

    /// <summary>Where the scratch stands now, for <see cref="RewindScratch"/>.</summary>
    public ScratchMark MarkScratch() => _arena.Mark();

    /// <summary>
    /// Gives back the scratch that was taken since the mark. Only for who made nothing but values to look at since then: no edit, no drop,
    /// and none of those values is used again.
    /// </summary>
    public void RewindScratch(ScratchMark mark) => _arena.Rewind(mark);

    /// <summary>A value over bytes that were built in <see cref="Scratch"/>, without copying.</summary>
    public static WireValue Built(ValueKind kind, ReadOnlySpan<byte> scratch) =>
        new((byte*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(scratch)), scratch.Length, kind);

    private bool AnyLeft(OwnerKind kind, int first, int count)
    {
        ref RowList<int> map = ref _maps[(int)kind];
        if (map.Count == 0)
        {
            return count > 0;
        }

        for (int row = first; row < first + count; row++)
        {
            if (map[row] != Dropped)
            {
                return true;
            }
        }

        return false;
    }
}
