using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Index;

/// <summary>
/// An attribute's value where it lies: a kind, and the content of the one field of its <c>AnyValue</c>, in the request's slab, in an
/// overlay's scratch, or in a <see cref="ConstantValue"/>. Nothing is decoded until it is asked for. It ends with what it points into:
/// inside one call of a processor.
/// <code>
///   AnyValue:  tag [length] content        Text, Bytes: the bytes       Bool, Int: a varint       Double: 8 bytes, little-endian
///                           ^^^^^^^        Array: an ArrayValue's fields, 0A len AnyValue …       Map: a KeyValueList's, 0A len KeyValue …
/// </code>
/// </summary>
public readonly unsafe struct WireValue
{
    private readonly byte* _at;
    private readonly int _length;

    internal WireValue(byte* at, int length, ValueKind kind)
    {
        _at = at;
        _length = length;
        Kind = kind;
    }

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>The content of its field: text, bytes, a varint, eight bytes, or the fields of an array or map.</summary>
    public ReadOnlySpan<byte> Content => new(_at, _length);

    /// <summary>The integer of an <see cref="ValueKind.Int"/>; of another kind, meaningless.</summary>
    public long AsInt => (long)Varint();

    /// <summary>The number of a <see cref="ValueKind.Double"/>.</summary>
    public double AsDouble => _length < sizeof(double) ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(Content);

    /// <summary>The flag of a <see cref="ValueKind.Bool"/>.</summary>
    public bool AsBool => Varint() != 0;

    internal byte* Address => _at;

    internal int Length => _length;

    /// <summary>
    /// Reads an <c>AnyValue</c> message (without its tag and length): the last field that is set wins. The bytes must not move: a slab, an
    /// overlay's scratch.
    /// </summary>
    /// <remarks>
    /// A list written in two pieces inside one AnyValue is joined only at an attribute's top level, which the index does.
    /// </remarks>
    public static WireValue Read(ReadOnlySpan<byte> anyValue)
    {
        byte* at = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in System.Runtime.InteropServices.MemoryMarshal.GetReference(anyValue)));
        return Read(at, at + anyValue.Length);
    }

    /// <summary>The elements of an <see cref="ValueKind.Array"/>; none of another kind.</summary>
    public ValueElements Elements() => new(this);

    /// <summary>The pairs of a <see cref="ValueKind.Map"/>, in order, duplicates included; none of another kind.</summary>
    public ValuePairs Pairs() => new(this);

    /// <summary>True if both have the same kind and the same bytes. (The same number may be written as different varints.)</summary>
    public bool SameBytes(in WireValue other) => Kind == other.Kind && Content.SequenceEqual(other.Content);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static WireValue Read(byte* at, byte* end)
    {
        var value = default(WireValue);
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (IsValue(fields.Tag))
            {
                value = new WireValue(fields.Body, fields.BodyLength, (ValueKind)(fields.Tag >> 3));
            }
        }

        return value;
    }

    /// <summary>True for the tags of AnyValue's members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsValue(uint tag) => tag is 0x0A or 0x10 or 0x18 or 0x21 or 0x2A or 0x32 or 0x3A;

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < _length && i < 10; i++)
        {
            value |= (ulong)(_at[i] & 0x7F) << (7 * i);
        }

        return value;
    }
}
