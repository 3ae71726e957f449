using System.Buffers.Binary;

namespace HotPath.Core.Edits;

/// <summary>A field's content where it lies, wire bytes or an edit. <c>default</c> reads as the field's default: empty, 0.</summary>
public readonly unsafe struct WireField
{
    private readonly byte* _at;
    private readonly int _length;

    internal WireField(byte* at, int length)
    {
        _at = at;
        _length = length;
    }

    /// <summary>The content: of a string, bytes or message field, without its length.</summary>
    public ReadOnlySpan<byte> Bytes => new(_at, _length);

    /// <summary>The fields of a field that is a message.</summary>
    public WireFields Fields() => new(_at, _at + _length);

    /// <summary>The number of a varint field; as enum or int32, cast it.</summary>
    public ulong Varint
    {
        get
        {
            ulong value = 0;
            for (int i = 0; i < _length && i < 10; i++)
            {
                value |= (ulong)(_at[i] & 0x7F) << (7 * i);
            }

            return value;
        }
    }

    /// <summary>The number of a fixed64 or sfixed64 field.</summary>
    public ulong Fixed64 => _length < sizeof(ulong) ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(Bytes);

    /// <summary>The number of a double field.</summary>
    public double Double => BitConverter.UInt64BitsToDouble(Fixed64);

    /// <summary>The number of a fixed32 field.</summary>
    public uint Fixed32 => _length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(Bytes);

    internal byte* Address => _at;

    internal int Length => _length;
}
