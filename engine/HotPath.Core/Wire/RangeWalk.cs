using System.Runtime.CompilerServices;
using static HotPath.Core.Wire.FrameLevel;

namespace HotPath.Core.Wire;

/// <summary>One walk over a request's frame (<see cref="FrameLevel"/>) that keeps the bytes of a range of items.</summary>
internal ref struct RangeWalk
{
    private const int Unknown = -1;

    private readonly ReadOnlySpan<byte> _request;
    private readonly int _itemLevel;
    private readonly int _first;
    private readonly int _end;
    private RangeSink _sink;
    private int _total = Unknown;

    internal RangeWalk(Signal signal, ReadOnlySpan<byte> request, int first, int count, RangeSink sink)
    {
        _request = request;
        _itemLevel = FrameLevel.OfItems(signal);
        _first = first;
        _end = (int)Math.Min((long)first + count, int.MaxValue);
        _sink = sink;
    }

    /// <summary>The resource blocks kept.</summary>
    internal int Resources { get; private set; }

    /// <summary>Keeps the range's bytes and returns how many they are.</summary>
    internal int Run()
    {
        var bytes = 0;
        if (_first < _end)
        {
            bytes = Body(Request, 0, _request.Length, 0, Unknown);
        }
        else if (_first == 0 && Total() == 0)
        {
            Resources = CountBlocks();
            bytes = _sink.Keep(0, _request.Length);
        }

        _sink.Flush();
        return bytes;
    }

    /// <summary>Keeps what belongs to the range of a block's content, [<paramref name="start"/>, <paramref name="end"/>).</summary>
    /// <param name="level">The block's level.</param>
    /// <param name="start">Where its content begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="position">Items of the request in front of it.</param>
    /// <param name="items">Items in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Body(int level, int start, int end, int position, int items)
    {
        var bytes = 0;
        var last = items == Unknown ? Unknown : position + items - 1;
        var liveData = level == Metric ? LiveData(start, end) : start;
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            if (!IsChild(level, fields.DelimitedNumber) || fields.Start < liveData)
            {
                bytes += level > Request || _first == 0 ? _sink.Keep(fields.Start, fields.End) : 0;
            }
            else if (level == _itemLevel)
            {
                bytes += position >= _first && position < _end ? _sink.Keep(fields.Start, fields.End) : 0;
                position++;
            }
            else if (position <= _end || level == Metric)
            {
                var inside = Count(level + 1, fields.BodyStart, fields.End);
                bytes += Block(level + 1, fields, position, inside, last);
                position += inside;
            }
        }

        return bytes;
    }

    /// <summary>Keeps what belongs to the range of a child block, <paramref name="field"/>: all, nothing, or a part under a new
    /// length.</summary>
    private int Block(int level, FieldReader field, int position, int items, int last)
    {
        var end = position + items;
        if (items == 0)
        {
            // Without items it goes with the next one in its parent, else with the one before. The request's own count is known only if
            // asked for.
            last = last == Unknown ? Total() - 1 : last;
            position = Math.Max(0, Math.Min(position, last));
            end = position + 1;
        }

        // A metric's data is one field: all its occurrences merge. So what is not a point is repeated in every piece, even if no point
        // of this occurrence is in it.
        var isRepeated = level == Data;
        if ((position >= _first && end <= _end) || (isRepeated && items == 0))
        {
            Resources += level == Resource ? 1 : 0;
            return _sink.Keep(field.Start, field.End);
        }

        if ((end <= _first || position >= _end) && !isRepeated)
        {
            return 0;
        }

        Resources += level == Resource ? 1 : 0;
        var slot = _sink.Reserve();
        var length = Body(level, field.BodyStart, field.End, position, items);
        _sink.Flush();
        return _sink.Prefix(slot, field.DelimitedNumber, length) + length;
    }

    /// <summary>The items in a block's content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int Count(int level, int start, int end)
    {
        var items = 0;
        uint data = 0;
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            if (!IsChild(level, fields.DelimitedNumber))
            {
                continue;
            }

            if (level == Metric && fields.DelimitedNumber != data)
            {
                items = 0;
                data = fields.DelimitedNumber;
            }

            items += level == _itemLevel ? 1 : Count(level + 1, fields.BodyStart, fields.End);
        }

        return items;
    }

    /// <summary>
    /// Where a metric's live data begins. <c>Metric.data</c> is a oneof: another member takes the place of the one before, so only the
    /// last run of one member's occurrences holds items; what stands before it is passed on like an unknown field.
    /// </summary>
    private readonly int LiveData(int start, int end)
    {
        var live = start;
        uint data = 0;
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            if (IsChild(Metric, fields.DelimitedNumber) && fields.DelimitedNumber != data)
            {
                live = fields.Start;
                data = fields.DelimitedNumber;
            }
        }

        return live;
    }

    private int Total() => _total == Unknown ? _total = Count(Request, 0, _request.Length) : _total;

    private readonly int CountBlocks()
    {
        var blocks = 0;
        var fields = new FieldReader(_request, 0, _request.Length);
        while (fields.Next())
        {
            blocks += IsChild(Request, fields.DelimitedNumber) ? 1 : 0;
        }

        return blocks;
    }
}
