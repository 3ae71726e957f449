using System.Runtime.CompilerServices;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <content>What lies in what, and which edit belongs to whom.</content>
public sealed unsafe partial class Overlay
{
    private long _requestDelta;

    /// <summary>The edit of an owner, begun if there is none, with those of all that it lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref EditRow Edit(OwnerKind kind, int row)
    {
        ref RowList<int> map = ref _maps[(int)kind];
        int edit = map.Count > 0 ? map[row] : 0;
        if (edit > 0)
        {
            return ref _edits[(int)kind][edit - 1];
        }

        return ref BeginEdit(kind, row);
    }

    /// <summary>The edit of an owner, or a null reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref EditRow TryEdit(OwnerKind kind, int row)
    {
        ref RowList<int> map = ref _maps[(int)kind];
        int edit = map.Count > 0 ? map[row] : 0;
        if (edit > 0)
        {
            return ref _edits[(int)kind][edit - 1];
        }

        return ref Unsafe.NullRef<EditRow>();
    }

    /// <summary>True if some owner of this kind was edited or dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HasEdits(OwnerKind kind) => _maps[(int)kind].Count > 0;

    /// <summary>
    /// By row, what became of each owner of a kind: 0 = nothing, below = dropped, above = edited. Empty if nothing became of any.
    /// </summary>
    internal ReadOnlySpan<int> EditsOf(OwnerKind kind) => _maps[(int)kind].Span;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref EditRow BeginEdit(OwnerKind kind, int row)
    {
        ref RowList<int> map = ref MapOf(kind);
        if (map[row] == Dropped)
        {
            throw new InvalidOperationException($"{kind} {row} was dropped by an earlier edit; processors must pass over what is dropped.");
        }

        IsEdited = true;
        _ = ref ParentOf(kind, row);
        ref EditRow edit = ref _edits[(int)kind].Add(_arena);
        edit = default;
        edit.Row = row;
        map[row] = _edits[(int)kind].Count;
        return ref edit;
    }

    /// <summary>The edit of what an owner lies in; a null reference for a resource block, which lies in the request.</summary>
    private ref EditRow ParentOf(OwnerKind kind, int row)
    {
        switch (kind)
        {
            case OwnerKind.Event:
                return ref Edit(OwnerKind.Item, _index.EventRows[row].Item);
            case OwnerKind.Link:
                return ref Edit(OwnerKind.Item, _index.LinkRows[row].Item);
            case OwnerKind.Item:
                return ref Edit(_index.Signal == Signal.Metrics ? OwnerKind.MetricData : OwnerKind.ScopeBlock, _index.ItemRows[row].Parent);
            case OwnerKind.MetricData:
                return ref Edit(OwnerKind.Metric, row);
            case OwnerKind.Metric:
                return ref Edit(OwnerKind.ScopeBlock, _index.MetricRows[row].Scope);
            case OwnerKind.Scope:
                return ref Edit(OwnerKind.ScopeBlock, row);
            case OwnerKind.ScopeBlock:
                return ref Edit(OwnerKind.ResourceBlock, _index.ScopeRows[row].Resource);
            case OwnerKind.Resource:
                return ref Edit(OwnerKind.ResourceBlock, row);
            default:
                return ref Unsafe.NullRef<EditRow>();
        }
    }

    private bool IsParentDropped(Owner owner) => owner.Kind switch
    {
        OwnerKind.Event => IsItemDropped(_index.EventRows[owner.Row].Item),
        OwnerKind.Link => IsItemDropped(_index.LinkRows[owner.Row].Item),
        OwnerKind.MetricData => IsDropped(Owner.Metric(owner.Row)),
        OwnerKind.Metric => IsDropped(Owner.ScopeBlock(_index.MetricRows[owner.Row].Scope)),
        OwnerKind.Scope => IsDropped(Owner.ScopeBlock(owner.Row)),
        OwnerKind.ScopeBlock => IsDropped(Owner.ResourceBlock(_index.ScopeRows[owner.Row].Resource)),
        OwnerKind.Resource => IsDropped(Owner.ResourceBlock(owner.Row)),
        _ => false,
    };

    private ref RowList<int> MapOf(OwnerKind kind)
    {
        ref RowList<int> map = ref _maps[(int)kind];
        if (map.Count == 0)
        {
            map.AddZeroed(_arena, RowsOf(kind));
        }

        return ref map;
    }

    internal int RowsOf(OwnerKind kind) => kind switch
    {
        OwnerKind.Resource or OwnerKind.ResourceBlock => _index.ResourceRows.Count,
        OwnerKind.Scope or OwnerKind.ScopeBlock => _index.ScopeRows.Count,
        OwnerKind.Item => _index.ItemRows.Count,
        OwnerKind.Event => _index.EventRows.Count,
        OwnerKind.Link => _index.LinkRows.Count,
        _ => _index.MetricRows.Count,
    };

    private (int First, int Count) ItemsIn(Owner owner)
    {
        switch (owner.Kind)
        {
            case OwnerKind.Item:
                return (owner.Row, 1);
            case OwnerKind.Metric:
                return (_index.MetricRows[owner.Row].FirstItem, _index.MetricRows[owner.Row].ItemCount);
            case OwnerKind.ScopeBlock:
                return (_index.ScopeRows[owner.Row].FirstItem, _index.ScopeRows[owner.Row].ItemCount);
            case OwnerKind.ResourceBlock:
                return (_index.ResourceRows[owner.Row].FirstItem, _index.ResourceRows[owner.Row].ItemCount);
            default:
                return (0, 0);
        }
    }

    /// <summary>Where an owner lies; of one that is written in pieces, the last piece. A message that is not there has no bytes.</summary>
    internal Extent ExtentOf(OwnerKind kind, int row)
    {
        switch (kind)
        {
            case OwnerKind.Item:
                ref ItemRow item = ref _index.ItemRows[row];
                return new Extent(item.FieldStart, item.BodyStart, item.End);
            case OwnerKind.Event or OwnerKind.Link:
                ref ChildRow child = ref kind == OwnerKind.Event ? ref _index.EventRows[row] : ref _index.LinkRows[row];
                return new Extent(child.FieldStart, child.BodyStart, child.End);
            case OwnerKind.Metric:
                ref MetricRow metric = ref _index.MetricRows[row];
                return new Extent(metric.FieldStart, metric.BodyStart, metric.End);
            case OwnerKind.ScopeBlock:
                ref ScopeRow scope = ref _index.ScopeRows[row];
                return new Extent(scope.FieldStart, scope.BodyStart, scope.End);
            case OwnerKind.ResourceBlock:
                ref ResourceRow resource = ref _index.ResourceRows[row];
                return new Extent(resource.FieldStart, resource.BodyStart, resource.End);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "written in pieces; see Pieces");
        }
    }

    /// <summary>What an owner is written as: one message, pieces that merge, or nothing.</summary>
    internal Pieces PiecesOf(OwnerKind kind, int row)
    {
        byte* start = _index.Start;
        switch (kind)
        {
            case OwnerKind.Resource:
                ref ResourceRow resource = ref _index.ResourceRows[row];
                return resource.Messages > 1
                    ? new Pieces(start + resource.BodyStart, start + resource.End, Pieces.MessageTag)
                    : new Pieces(
                        start, new Extent(resource.MessageStart, resource.MessageBody, resource.MessageEnd), resource.Messages == 1);
            case OwnerKind.Scope:
                ref ScopeRow scope = ref _index.ScopeRows[row];
                return scope.Messages > 1
                    ? new Pieces(start + scope.BodyStart, start + scope.End, Pieces.MessageTag)
                    : new Pieces(start, new Extent(scope.MessageStart, scope.MessageBody, scope.MessageEnd), scope.Messages == 1);
            case OwnerKind.MetricData:
                ref MetricRow metric = ref _index.MetricRows[row];
                return metric.DataFields > 0
                    ? new Pieces(start + metric.DataStart, start + metric.End, ((uint)metric.DataNumber << 3) | 2)
                    : new Pieces(start, default, isThere: false);
            default:
                return new Pieces(start, ExtentOf(kind, row), isThere: true);
        }
    }

    /// <summary>The attributes that the index has of an owner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<AttributeRow> AttributesAsCame(OwnerKind kind, int row)
    {
        (int first, int count) = kind == OwnerKind.Item
            ? (_index.ItemRows[row].FirstAttribute, _index.ItemRows[row].AttributeCount)
            : RareAttributes(kind, row);
        return _index.AttributeRows[(int)kind].Span.Slice(first, count);
    }

    private (int First, int Count) RareAttributes(OwnerKind kind, int row) => kind switch
    {
        OwnerKind.Resource => (_index.ResourceRows[row].FirstAttribute, _index.ResourceRows[row].AttributeCount),
        OwnerKind.Scope => (_index.ScopeRows[row].FirstAttribute, _index.ScopeRows[row].AttributeCount),
        OwnerKind.Event => (_index.EventRows[row].FirstAttribute, _index.EventRows[row].AttributeCount),
        OwnerKind.Link => (_index.LinkRows[row].FirstAttribute, _index.LinkRows[row].AttributeCount),
        OwnerKind.Metric => (_index.MetricRows[row].FirstAttribute, _index.MetricRows[row].AttributeCount),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "this kind of owner has no attributes"),
    };
}
