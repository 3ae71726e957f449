using static HotPath.Core.Wire.FrameLevel;

namespace HotPath.Core.Wire;

/// <summary>Finds what every piece of a block that is about to be cut must repeat (<see cref="RepeatedField"/>). One block.</summary>
internal ref struct RepeatedFields
{
    private readonly ReadOnlySpan<byte> _request;
    private readonly List<RepeatedField> _found = [];

    internal RepeatedFields(ReadOnlySpan<byte> request) => _request = request;

    /// <summary>Fields passed: what it cost.</summary>
    internal long Steps;

    /// <summary>The bytes that those take which begin in front of a place.</summary>
    internal static int SizeOf(RepeatedField[] repeated, int to)
    {
        var bytes = 0;
        foreach (ref readonly var field in repeated.AsSpan())
        {
            if (field.At < to)
            {
                bytes += field.Prefix == 0 ? field.End - field.Start : PrefixedSize(field.Start) - field.Start;
            }
        }

        return bytes;
    }

    /// <summary>A body's bytes with its tag of one byte and its minimal length.</summary>
    internal static int PrefixedSize(int body)
    {
        var bytes = body + 2;
        for (var rest = (uint)body >> 7; rest > 0; rest >>= 7)
        {
            bytes++;
        }

        return bytes;
    }

    /// <summary>
    /// What every piece of a block repeats: its fields that are no children, and the prefix and fields of a metric's data.
    /// </summary>
    /// <param name="level">The block's level.</param>
    /// <param name="start">Where its content begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="live">Of a metric: where its live data begins.</param>
    internal RepeatedField[] Of(int level, int start, int end, int live)
    {
        var fields = new FieldReader(_request, start, end);
        while (fields.Next())
        {
            Steps++;
            if (!IsChild(level, fields.DelimitedNumber) || fields.Start < live)
            {
                AddRange(fields.Start, fields.Start, fields.End);
            }
            else if (level == Metric)
            {
                AddData(fields);
            }
        }

        return [.. _found];
    }

    /// <summary>
    /// A metric's data is one field, all its occurrences merge: a piece without points of this one still has the rest of it.
    /// </summary>
    private void AddData(FieldReader data)
    {
        var prefix = _found.Count;
        var length = 0;
        var points = 0;
        _found.Add(default);
        var fields = new FieldReader(_request, data.BodyStart, data.End);
        while (fields.Next())
        {
            Steps++;
            if (IsChild(Data, fields.DelimitedNumber))
            {
                points++;
                continue;
            }

            length += fields.End - fields.Start;
            AddRange(data.Start, fields.Start, fields.End);
        }

        if (points == 0)
        {
            _found.RemoveRange(prefix, _found.Count - prefix);
            _found.Add(new RepeatedField(data.Start, data.Start, data.End));
            return;
        }

        _found[prefix] = new RepeatedField(data.Start, length, length, data.DelimitedNumber);
    }

    private readonly void AddRange(int at, int start, int end)
    {
        // Neighbours join, but never one from inside a metric's data with one behind it.
        if (_found.Count > 0 && _found[^1] is { Prefix: 0 } last && last.End == start
            && (last.At == at || (last.At == last.Start && at == start)))
        {
            _found[^1] = last with { End = end };
            return;
        }

        _found.Add(new RepeatedField(at, start, end));
    }
}
