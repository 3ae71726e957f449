using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One attribute: a key and a value where they lie, in the slab, in an overlay's scratch or in what the configuration holds.
/// <code>
///  0 key address    8 value address (its content, see <see cref="WireValue"/>)
/// 16 KeyHash       20 key length     24 value length
/// 28 FieldStart    32 FieldEnd       the KeyValue's field in the request; 0 and 0 = added, it has none
/// 36 value kind    37 State          38 Order: 0, or its place among the others + 1, once it moved (see Overlay)
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct AttributeRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 40;

    internal byte* KeyAt;
    internal byte* ValueAt;
    internal uint Hash;
    internal int KeyLength;
    internal int ValueLength;
    internal int FieldStart;
    internal int FieldEnd;
    internal ValueKind ValueKind;
    internal AttributeState State;
    internal ushort Order;

    /// <summary>The key's hash, to compare before the bytes.</summary>
    public readonly uint KeyHash => Hash;

    /// <summary>The key's UTF-8 bytes.</summary>
    public readonly ReadOnlySpan<byte> Key => new(KeyAt, KeyLength);

    /// <summary>The value.</summary>
    public readonly WireValue Value => new(ValueAt, ValueLength, ValueKind);

    /// <summary>True if an edit removed it: pass over it.</summary>
    public readonly bool IsRemoved => (State & AttributeState.Removed) != 0;
}
