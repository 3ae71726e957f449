using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>Tells which of an owner's fields are rows of their own. Fields must be asked about in order, each once.</summary>
internal ref struct ChildRows
{
    private readonly RequestIndex _index;
    private readonly OwnerKind _kind;
    private readonly int _row;
    private int _next;
    private int _end;
    private int _nextLink;
    private readonly int _endLink;

    public ChildRows(RequestIndex index, OwnerKind kind, int row)
    {
        _index = index;
        _kind = kind;
        _row = row;
        switch (kind)
        {
            case OwnerKind.ResourceBlock:
                Take(index.ResourceRows[row].FirstScope, index.ResourceRows[row].ScopeCount);
                break;
            case OwnerKind.ScopeBlock when index.Signal == Signal.Metrics:
                Take(index.ScopeRows[row].FirstMetric, index.ScopeRows[row].MetricCount);
                break;
            case OwnerKind.ScopeBlock:
                Take(index.ScopeRows[row].FirstItem, index.ScopeRows[row].ItemCount);
                break;
            case OwnerKind.MetricData:
                Take(index.MetricRows[row].FirstItem, index.MetricRows[row].ItemCount);
                break;
            case OwnerKind.Item when index.Signal == Signal.Traces:
                (int first, int count) = index.EventsOf(row);
                Take(first, count);
                (_nextLink, int links) = index.LinksOf(row);
                _endLink = _nextLink + links;
                break;
        }
    }

    /// <summary>True if the field is a row's; then which.</summary>
    /// <param name="tag">The field's tag.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="child">The row.</param>
    public bool IsChild(uint tag, int start, out Owner child)
    {
        child = default;
        switch (_kind)
        {
            case OwnerKind.ResourceBlock:
                child = tag == Pieces.MessageTag ? Owner.Resource(_row) : default;
                return tag == Pieces.MessageTag || (tag == 0x12 && Next(OwnerKind.ScopeBlock, out child));
            case OwnerKind.ScopeBlock:
                child = tag == Pieces.MessageTag ? Owner.Scope(_row) : default;
                return tag == Pieces.MessageTag
                    || (tag == 0x12 && Next(_index.Signal == Signal.Metrics ? OwnerKind.Metric : OwnerKind.Item, out child));
            case OwnerKind.Metric:
                ref MetricRow metric = ref _index.MetricRows[_row];
                child = Owner.MetricData(_row);
                return metric.DataNumber > 0 && tag == (((uint)metric.DataNumber << 3) | 2) && start >= metric.DataStart;
            case OwnerKind.MetricData:
                return tag == 0x0A && Next(OwnerKind.Item, out child);
            case OwnerKind.Item when tag == 0x5A:
                return Next(OwnerKind.Event, out child);
            case OwnerKind.Item when tag == 0x6A && _nextLink < _endLink:
                child = Owner.Link(_nextLink++);
                return true;
            default:
                return false;
        }
    }

    private void Take(int first, int count)
    {
        _next = first;
        _end = first + count;
    }

    private bool Next(OwnerKind kind, out Owner child)
    {
        child = new Owner(kind, _next);
        return _next++ < _end;
    }
}
