using System.Runtime.CompilerServices;
using HotPath.Core.Hashing;

namespace HotPath.Core.Index;

/// <summary>Attributes: the shape that nearly all have in a few comparisons, any other by its fields.</summary>
internal readonly unsafe ref partial struct Indexer
{
    // Of an item with more named attributes than these, all get rows: comparing each with each would cost more.
    private const int MostCompared = 16;

    private int Attributes(OwnerKind kind, byte* at, byte* end, uint tag)
    {
        ref RowList<AttributeRow> list = ref _index.AttributeRows[(int)kind];
        int before = list.Count;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag == tag)
            {
                Attribute(ref list, fields.Start, fields.Body, fields.End);
            }
        }

        return list.Count - before;
    }

    /// <summary>True for a KeyValue of the usual shape whose key nobody names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnnamed(ulong* named, byte* at, byte* end)
    {
        int key = UsualAttribute.KeyLength(at, end);
        return key > 0 && !AttributeKeySet.MayHold(named, at + UsualAttribute.KeyStart, key);
    }

    /// <summary>
    /// Gives an item rows for all its attributes if two of those it has may have the same key: then the order of all matters.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AllIfTwice(ref ItemRow row, byte* body, byte* end, uint tag)
    {
        ref RowList<AttributeRow> list = ref _index.AttributeRows[(int)OwnerKind.Item];
        if (MayHoldTwice(list.Span[row.FirstAttribute..]))
        {
            list.Truncate(row.FirstAttribute);
            row.AttributeCount = Attributes(OwnerKind.Item, body, end, tag);
        }
    }

    /// <summary>True if two rows may have the same key: then the order of all attributes matters.</summary>
    private static bool MayHoldTwice(ReadOnlySpan<AttributeRow> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (rows[i].Hash == rows[j].Hash || i > MostCompared)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Fills the row of a field of which <see cref="UsualAttribute.KeyLengthOfField"/> knows the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UsualField(ref AttributeRow row, byte* at, byte* next, int key)
    {
        row.FieldStart = At(at);
        row.FieldEnd = At(next);
        row.State = AttributeState.AsCame;
        row.Order = 0;
        byte* keyAt = at + UsualAttribute.KeyInField;
        row.KeyAt = keyAt;
        row.KeyLength = key;
        row.Hash = KeyHash.Of(keyAt, key);
        if (!IsPlainValue(ref row, keyAt + key + 2, next))
        {
            OddAttribute(ref row, at + 2, next);
        }
    }

    /// <summary>
    /// Adds the KeyValue in [<paramref name="at"/>, <paramref name="end"/>), whose field begins at <paramref name="fieldStart"/>.
    /// <code>
    ///   0A k key…  12 v AnyValue…        k below 0x80, v in one or two bytes, nothing behind: the usual one
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Attribute(ref RowList<AttributeRow> list, byte* fieldStart, byte* at, byte* end)
    {
        ref AttributeRow row = ref list.Add(_arena);
        row.FieldStart = At(fieldStart);
        row.FieldEnd = At(end);
        row.State = AttributeState.AsCame;
        row.Order = 0;
        long length = end - at;
        if (length >= 4 && at[0] == 0x0A && at[1] < 0x80 && at[1] + 4 <= length && at[at[1] + 2] == 0x12)
        {
            int key = at[1];
            byte* value = at + key + 4;
            uint valueLength = value[-1];
            if (valueLength >= 0x80 && value < end && *value < 0x80)
            {
                valueLength = (valueLength & 0x7F) | ((uint)*value++ << 7);
            }

            if (valueLength == end - value && IsPlainValue(ref row, value, end))
            {
                row.KeyAt = at + 2;
                row.KeyLength = key;
                row.Hash = KeyHash.Of(at + 2, key);
                return;
            }
        }

        OddAttribute(ref row, at, end);
    }

    /// <summary>
    /// Notes the value of an AnyValue of one field in its shortest form; false if it is another.
    /// <code>
    ///   0A 2A 32 3A  length (one or two bytes)  content        10 18 varint        21 eight bytes        nothing: empty
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainValue(ref AttributeRow row, byte* at, byte* end)
    {
        row.ValueAt = at;
        row.ValueLength = 0;
        row.ValueKind = ValueKind.Empty;
        if (at == end)
        {
            return true;
        }

        uint tag = *at++;
        switch (tag)
        {
            case 0x0A or 0x2A or 0x32 or 0x3A:
                if (at == end)
                {
                    return false;
                }

                uint length = *at++;
                if (length >= 0x80)
                {
                    if (at == end || *at >= 0x80)
                    {
                        return false;
                    }

                    length = (length & 0x7F) | ((uint)*at++ << 7);
                }

                if (length != end - at)
                {
                    return false;
                }

                break;
            case 0x10 or 0x18:
                for (byte* piece = at; ; piece++)
                {
                    if (piece == end)
                    {
                        return false;
                    }

                    if (*piece < 0x80)
                    {
                        if (piece + 1 != end)
                        {
                            return false;
                        }

                        break;
                    }
                }

                break;
            case 0x21 when end - at == sizeof(double):
                break;
            default:
                return false;
        }

        row.ValueAt = at;
        row.ValueLength = (int)(end - at);
        row.ValueKind = (ValueKind)(tag >> 3);
        return true;
    }

    /// <summary>A KeyValue of any other shape: the last key counts, and values merge, which is what one behind the other means.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OddAttribute(ref AttributeRow row, byte* at, byte* end)
    {
        row.KeyAt = at;
        row.KeyLength = 0;
        byte* value = at;
        int valueLength = 0;
        int values = 0;
        bool hasUnknown = false;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag == First)
            {
                row.KeyAt = fields.Body;
                row.KeyLength = fields.BodyLength;
            }
            else if (fields.Tag == Second)
            {
                value = fields.Body;
                valueLength += fields.BodyLength;
                values++;
            }
            else
            {
                hasUnknown = true;
            }
        }

        row.State = hasUnknown ? AttributeState.Odd : AttributeState.AsCame;
        row.Hash = KeyHash.Of(row.KeyAt, row.KeyLength);
        value = values > 1 ? Joined(at, end, Second, valueLength) : value;
        OddValue(ref row, value, value + valueLength);
    }

    /// <summary>An AnyValue of any shape: its last member counts; a list that is written in pieces is joined.</summary>
    private void OddValue(ref AttributeRow row, byte* at, byte* end)
    {
        row.ValueAt = at;
        row.ValueLength = 0;
        row.ValueKind = ValueKind.Empty;
        byte* firstPiece = at;
        int pieces = 0;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (!WireValue.IsValue(fields.Tag))
            {
                continue;
            }

            var kind = (ValueKind)(fields.Tag >> 3);
            bool isPiece = kind == row.ValueKind && kind is ValueKind.Array or ValueKind.Map;
            firstPiece = isPiece ? firstPiece : fields.Start;
            pieces = isPiece ? pieces + 1 : 1;
            row.ValueAt = fields.Body;
            row.ValueLength = isPiece ? row.ValueLength + fields.BodyLength : fields.BodyLength;
            row.ValueKind = kind;
        }

        if (pieces > 1)
        {
            row.ValueAt = Joined(firstPiece, end, ((uint)row.ValueKind << 3) | 2, row.ValueLength);
        }
    }

    /// <summary>The contents of all fields of one tag, one behind the other.</summary>
    private byte* Joined(byte* at, byte* end, uint tag, int length)
    {
        byte* place = _arena.Take(length);
        byte* to = place;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag == tag)
            {
                new ReadOnlySpan<byte>(fields.Body, fields.BodyLength).CopyTo(new Span<byte>(to, fields.BodyLength));
                to += fields.BodyLength;
            }
        }

        return place;
    }
}
