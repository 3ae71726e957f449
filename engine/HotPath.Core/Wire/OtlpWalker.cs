using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>
/// One walk over one request: a loop over a message's fields, driven by <see cref="OtlpSchema"/>'s rows, that calls itself for nested
/// messages. Methods take where to read and where the enclosing message ends and never read from that end on (kernels: from the
/// request's end on); those that return a pointer return where to go on, or null after a fault.
/// </summary>
internal unsafe ref partial struct OtlpWalker
{
    /// <summary>Messages and groups may be nested this deep below the request, as in Google.Protobuf.</summary>
    private const int MaxDepth = 100;

    private readonly byte* _start;
    private readonly byte* _end;
    private readonly FieldKind* _rows;
    private WireFault _fault;
    private int _faultOffset;
    private int _resources;
    private int _scopes;
    private int _items;
    private int _itemsBeforeMetric;
    private FieldKind _metricData;
    private int _traceIds;
    private int _traceStates;

    // Not zero once a span began with another number of trace ids behind it than of spans.
    private int _oddIds;

    internal OtlpWalker(byte* start, int length, FieldKind* rows)
    {
        _start = start;
        _end = start + length;
        _rows = rows;
    }

    internal WalkResult Run(Signal signal)
    {
        Message(_start, _end, OtlpSchema.RequestOf(signal), 0);
        return new WalkResult(_fault, _faultOffset, _resources, _scopes, _items);
    }

    /// <summary>After a walk without a fault: what <see cref="OtlpWalk"/> says of spans' ids.</summary>
    internal readonly bool HasPlainIds => _items > 0 && (_oddIds | (_traceIds ^ _items) | _traceStates) == 0;

    /// <summary>Walks the fields of a message of type <paramref name="type"/>; false after a fault.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Message(byte* at, byte* end, FieldKind type, int depth)
    {
        var row = _rows + ((int)type * OtlpSchema.RowLength);
        while (at < end)
        {
            var field = at;
            uint tag = *at++;
            if (tag is < 1 << WireType.NumberShift or > 0x7F)
            {
                if ((at = LongTag(field, end, out var wide)) == null)
                {
                    return false;
                }

                tag = wide;
            }

            if ((tag & WireType.Mask) == WireType.LengthDelimited)
            {
                at = Delimited(field, at, end, row, tag >> WireType.NumberShift, depth);
            }
            else if ((tag & WireType.Mask) == WireType.Varint)
            {
                at = at < end && *at < 0x80 ? at + 1 : LongVarint(field, at, end);
            }
            else if ((tag & WireType.Mask) == WireType.Fixed64)
            {
                at = end - at >= sizeof(ulong) ? at + sizeof(ulong) : Fail(WireFault.Truncated, field);
            }
            else if ((tag & WireType.Mask) == WireType.Fixed32)
            {
                at = end - at >= sizeof(uint) ? at + sizeof(uint) : Fail(WireFault.Truncated, field);
            }
            else
            {
                at = Group(field, at, end, tag, depth);
            }

            if (at == null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Passes over a length and its content, checking the content as its kind demands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Delimited(byte* field, byte* at, byte* end, FieldKind* row, uint number, int depth)
    {
        uint length;
        if (at < end && *at < 0x80)
        {
            length = *at++;
        }
        else
        {
            if ((at = LongLength(field, at, end, out var wide)) == null)
            {
                return null;
            }

            length = wide;
        }

        var kind = number < OtlpSchema.RowLength ? row[number] : FieldKind.Opaque;
        if (length > (ulong)(end - at))
        {
            return Overlong(field, at, length, kind);
        }

        var next = at + length;
        if (kind == FieldKind.KeyValue)
        {
            return depth <= MaxDepth - 2 && AttributeKernel.IsPlain(at, length, _end) ? next : Nested(field, at, next, kind, depth);
        }

        switch (kind)
        {
            case FieldKind.Opaque:
                return next;
            case FieldKind.Text:
                return TextKernel.IsUtf8(at, (int)length, _end) ? next : Fail(WireFault.InvalidUtf8, field);
            case FieldKind.TraceState:
                _traceStates++;
                goto case FieldKind.Text;
            case FieldKind.TraceId:
                _traceIds++;
                return length is 16 or 0 ? next : Fail(WireFault.InvalidIdLength, field);
            case FieldKind.SpanId:
                return length is 8 or 0 ? next : Fail(WireFault.InvalidIdLength, field);
            case FieldKind.PackedFixed64:
                return length % sizeof(ulong) == 0 ? next : Fail(WireFault.Truncated, field);
            case FieldKind.PackedVarints:
                return PackedVarints(field, at, next);
            case FieldKind.UnreadItem:
                _items++;
                return next;
            default:
                return Nested(field, at, next, kind, depth);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private byte* Nested(byte* field, byte* at, byte* next, FieldKind type, int depth)
    {
        if (depth == MaxDepth)
        {
            return Fail(WireFault.NestedTooDeep, field);
        }

        Count(type);
        return Message(at, next, type, depth + 1) ? next : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(FieldKind type)
    {
        switch (type)
        {
            case FieldKind.ResourceSpans or FieldKind.ResourceLogs or FieldKind.ResourceMetrics or FieldKind.ResourceProfiles:
                _resources++;
                break;
            case FieldKind.ScopeSpans or FieldKind.ScopeLogs or FieldKind.ScopeMetrics or FieldKind.ScopeProfiles:
                _scopes++;
                break;
            case FieldKind.Span:
                _oddIds |= _traceIds ^ _items;
                _items++;
                break;
            case FieldKind.LogRecord or FieldKind.ProfileSample:
            case >= FieldKind.NumberPoint and <= FieldKind.SummaryPoint:
                _items++;
                break;
            case FieldKind.Metric:
                _itemsBeforeMetric = _items;
                _metricData = FieldKind.Opaque;
                break;
            case >= FieldKind.Gauge and <= FieldKind.Summary when type != _metricData:
                // Metric.data is a oneof: another member takes the place of the one before, points and all. The same one again merges.
                _items = _itemsBeforeMetric;
                _metricData = type;
                break;
        }
    }

    /// <summary>Notes the fault of the field that begins at <paramref name="field"/>. Always null, to be returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* Fail(WireFault fault, byte* field)
    {
        _fault = fault;
        _faultOffset = (int)(field - _start);
        return null;
    }
}
