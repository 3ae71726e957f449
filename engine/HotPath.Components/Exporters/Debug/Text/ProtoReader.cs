using System.Buffers.Binary;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Reads one message's fields in wire order. For what has been checked at the door (<see cref="Core.Wire.OtlpWalk"/>) and is read by
/// people: it never reads outside, and at the first bytes that are not protobuf it ends as if the message ended there.
/// </summary>
/// <remarks>
/// A field is a varint tag, <c>number &lt;&lt; 3 | type</c>, and a value: type 0 a varint, 1 eight bytes, 2 a varint length and so many
/// bytes, 5 four bytes; 3 and 4 begin and end a group, of which OTLP has none (https://protobuf.dev/programming-guides/encoding/).
/// </remarks>
internal ref struct ProtoReader
{
    private const int MostVarintBytes = 10;
    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    public ProtoReader(ReadOnlySpan<byte> message, int at = 0)
    {
        _data = message;
        _at = at;
    }

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a varint or of four or eight fixed bytes; 0 otherwise.</summary>
    public ulong Number { get; private set; }

    /// <summary>The bytes of a length-delimited value; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>True if the value is length-delimited.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Where the next field begins.</summary>
    public readonly int Position => _at;

    /// <summary>The number's bits as a signed integer.</summary>
    public readonly long Integer => (long)Number;

    /// <summary>The number's bits as a double.</summary>
    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    /// <summary>Moves to the next field; false at the end. Unknown groups are passed over whole.</summary>
    public bool Next()
    {
        int openGroups = 0;
        while (TryVarint(out ulong tag) && TryValue((int)(tag & 7)))
        {
            openGroups += (tag & 7) switch { 3 => 1, 4 => -1, _ => 0 };
            if (openGroups < 0)
            {
                return false;
            }

            if (openGroups == 0 && (tag & 7) != 4)
            {
                Field = (int)(tag >> 3);
                return true;
            }
        }

        return false;
    }

    /// <summary>The last value of a length-delimited field, as protobuf reads a repeated singular one; empty if there is none.</summary>
    public static ReadOnlySpan<byte> LastBytes(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> last = default;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == field && reader.IsBytes)
            {
                last = reader.Bytes;
            }
        }

        return last;
    }

    /// <summary>The last value of a number's field; 0 if there is none.</summary>
    public static ulong LastNumber(ReadOnlySpan<byte> message, int field)
    {
        ulong last = 0;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == field && !reader.IsBytes)
            {
                last = reader.Number;
            }
        }

        return last;
    }

    private bool TryValue(int type)
    {
        Number = 0;
        Bytes = default;
        IsBytes = false;
        return type switch
        {
            0 => TryVarint(out ulong varint) && Keep(varint),
            1 => _data.Length - _at >= 8 && Keep(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))),
            2 => TryVarint(out ulong length) && length <= (ulong)(_data.Length - _at) && KeepBytes(Take((int)length)),
            3 or 4 => true,
            5 => _data.Length - _at >= 4 && Keep(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))),
            _ => false,
        };
    }

    private bool Keep(ulong number)
    {
        Number = number;
        return true;
    }

    private bool KeepBytes(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsBytes = true;
        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return _data.Slice(_at - count, count);
    }

    /// <summary>Reads a bare varint, as packed fields hold them.</summary>
    public bool TryVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < MostVarintBytes && _at < _data.Length; i++)
        {
            byte next = _data[_at++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
