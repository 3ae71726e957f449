using System.Runtime.CompilerServices;
using static HotPath.Core.Wire.FrameLevel;

namespace HotPath.Core.Wire;

/// <summary>
/// A walk over a request's frame that can stop after any item and go on from there. It writes what <see cref="RangeWalk"/> writes for the
/// same range; but it remembers the blocks that are cut, so that no item is passed more often than a few times however many pieces a
/// request is cut into.
/// </summary>
internal ref struct CursorWalk
{
    private readonly ReadOnlySpan<byte> _request;
    private readonly int _itemLevel;
    private RangeFrames _cache;
    private RangeSink _sink;
    private int _first;
    private int _end;

    internal CursorWalk(Signal signal, ReadOnlySpan<byte> request)
    {
        _request = request;
        _itemLevel = FrameLevel.OfItems(signal);
    }

    /// <summary>The open blocks; the request is always one.</summary>
    internal RangeFrames Frames;

    /// <summary>The innermost open level.</summary>
    internal int Depth;

    /// <summary>Items that have gone.</summary>
    internal int Position;

    /// <summary>Resource blocks that have not gone, or only in part.</summary>
    internal int ResourcesLeft;

    /// <summary>Bytes of the request's own unknown fields that are still in front; they went with the first piece.</summary>
    internal int BesideLeft;

    /// <summary>Resource blocks of the piece last taken.</summary>
    internal int Resources;

    /// <summary>Fields passed so far: what the walk costs.</summary>
    internal long Steps;

    /// <summary>Begins at the request's start.</summary>
    internal void Start()
    {
        Frames[Request] = new RangeFrame { End = _request.Length, Repeated = [], LastItem = Count(Request, 0, _request.Length) };
        var fields = new FieldReader(_request, 0, _request.Length);
        while (fields.Next())
        {
            Steps++;
            var isBlock = IsChild(Request, fields.DelimitedNumber);
            ResourcesLeft += isBlock ? 1 : 0;
            BesideLeft += isBlock ? 0 : fields.End - fields.Start;
        }
    }

    /// <summary>Takes the next items, at least one, and returns their bytes as a request of their own.</summary>
    internal int Take(int items, RangeSink sink)
    {
        _sink = sink;
        _first = Position;
        _end = (int)Math.Min((long)Position + items, Frames[Request].LastItem);
        Resources = 0;
        var bytes = Body(Request);
        _sink.Flush();
        return bytes;
    }

    /// <summary>The bytes of all that has not gone, as a request of its own.</summary>
    internal readonly int RestBytes(int level = Request)
    {
        ref readonly var frame = ref Frames[level];
        var bytes = frame.End - frame.Next;
        if (level == Request)
        {
            bytes -= Position > 0 ? BesideLeft : 0;
        }
        else
        {
            bytes += RepeatedFields.SizeOf(frame.Repeated, OpenAt(level));
        }

        return level < Depth ? bytes + RepeatedFields.PrefixedSize(RestBytes(level + 1)) : bytes;
    }

    /// <summary>What belongs to the piece of an open block's content, from where the last piece ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Body(int level)
    {
        var bytes = KeepRepeated(Frames[level].Repeated, 0, OpenAt(level));
        if (level < Depth)
        {
            bytes += Open(level + 1);
            if (Depth > level)
            {
                return bytes + KeepRepeatedBehind(level);
            }
        }

        var fields = new FieldReader(_request, Frames[level].Next, Frames[level].End);
        Frames[level].Next = Frames[level].End;
        while (fields.Next())
        {
            Steps++;
            var inside = 1;
            if (!IsChild(level, fields.DelimitedNumber) || fields.Start < Frames[level].Live
                || (level != _itemLevel && (inside = CountInside(level + 1, fields)) == 0 && level == Metric))
            {
                bytes += KeepBeside(level, fields);
            }
            else if (Position == _end && _end < Frames[level].LastItem)
            {
                // What has no items goes with the next one, and that is in the next piece.
                Frames[level].Next = fields.Start;
                return bytes + KeepRepeatedBehind(level);
            }
            else if (Position + inside <= _end)
            {
                Position += inside;
                Resources += level == Request ? 1 : 0;
                ResourcesLeft -= level == Request ? 1 : 0;
                bytes += _sink.Keep(fields.Start, fields.End);
            }
            else
            {
                Frames[level].Next = fields.End;
                Frames[level + 1] = FrameOf(level + 1, fields, inside);
                Depth = level + 1;
                return bytes + Open(level + 1) + KeepRepeatedBehind(level);
            }
        }

        return bytes;
    }

    /// <summary>The piece's part of an open block, under a new length; the block is closed if its last item goes.</summary>
    private int Open(int level)
    {
        Resources += level == Resource ? 1 : 0;
        var slot = _sink.Reserve();
        var length = Body(level);
        _sink.Flush();
        if (Depth == level && Frames[level].Next == Frames[level].End)
        {
            Depth = level - 1;
            ResourcesLeft -= level == Resource ? 1 : 0;
        }

        return _sink.Prefix(slot, Frames[level].Number, length) + length;
    }

    /// <summary>A field that is no child: every piece of its block has it; the request's own goes with the first piece only.</summary>
    private int KeepBeside(int level, FieldReader field)
    {
        if (level == Request)
        {
            BesideLeft -= field.End - field.Start;
        }

        return level > Request || _first == 0 ? _sink.Keep(field.Start, field.End) : 0;
    }

    /// <summary>What a piece repeats of a block behind the last of its items.</summary>
    private int KeepRepeatedBehind(int level)
    {
        if (level > Request)
        {
            return KeepRepeated(Frames[level].Repeated, Frames[level].Next, int.MaxValue);
        }

        var bytes = 0;
        if (_first == 0 && BesideLeft > 0)
        {
            var fields = new FieldReader(_request, Frames[Request].Next, Frames[Request].End);
            while (fields.Next())
            {
                Steps++;
                bytes += IsChild(Request, fields.DelimitedNumber) ? 0 : _sink.Keep(fields.Start, fields.End);
            }
        }

        return bytes;
    }

    private int KeepRepeated(RepeatedField[] repeated, int from, int to)
    {
        var bytes = 0;
        foreach (ref readonly var field in repeated.AsSpan())
        {
            if (field.At < from || field.At >= to)
            {
                continue;
            }

            Steps++;
            bytes += field.Prefix == 0 ? _sink.Keep(field.Start, field.End) : _sink.Prefix(_sink.Reserve(), field.Prefix, field.Start);
        }

        return bytes;
    }

    /// <summary>Where the open child of a block begins; where its next one does, if none is open.</summary>
    private readonly int OpenAt(int level) => level < Depth ? Frames[level + 1].FieldStart : Frames[level].Next;

    private int CountInside(int level, FieldReader field) =>
        _cache[level].End == field.End && _cache[level].FieldStart == field.Start
            ? _cache[level].LastItem
            : Count(level, field.BodyStart, field.End);

    /// <summary>A block that is about to be cut. Asked again for the same one, while a size is searched, it looks at nothing.</summary>
    private RangeFrame FrameOf(int level, FieldReader field, int inside)
    {
        if (_cache[level].End != field.End || _cache[level].FieldStart != field.Start)
        {
            var live = level == Metric ? LiveData(field.BodyStart, field.End) : 0;
            _cache[level] = new RangeFrame
            {
                FieldStart = field.Start,
                Number = field.DelimitedNumber,
                Next = field.BodyStart,
                End = field.End,
                Live = live,
                LastItem = inside,
                Repeated = RepeatedOf(level, field, live),
            };
        }

        var frame = _cache[level];
        frame.LastItem += Position;
        return frame;
    }

    private RepeatedField[] RepeatedOf(int level, FieldReader block, int live)
    {
        var repeated = new RepeatedFields(_request);
        var fields = repeated.Of(level, block.BodyStart, block.End, live);
        Steps += repeated.Steps;
        return fields;
    }

    /// <summary>The items in a block's content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Count(int level, int start, int end)
    {
        var items = 0;
        uint data = 0;
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            Steps++;
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

    /// <summary>Where a metric's live data begins: the last run of one member of its oneof.</summary>
    private int LiveData(int start, int end)
    {
        var live = start;
        uint data = 0;
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            Steps++;
            if (IsChild(Metric, fields.DelimitedNumber) && fields.DelimitedNumber != data)
            {
                live = fields.Start;
                data = fields.DelimitedNumber;
            }
        }

        return live;
    }
}
