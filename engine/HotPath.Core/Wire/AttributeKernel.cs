using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>
/// The shape nearly every attribute has, checked in one go. Half of a span's bytes are attributes, so this is where the walk's time goes.
/// <code>
///   common.v1.KeyValue   0A k key…            field 1, key: length k, text
///                        12 v AnyValue…       field 2, value: length v
///   common.v1.AnyValue   0A t text…           field 1, string_value
///                        10 b                 field 2, bool_value
///                        18 varint            field 3, int_value
///                        21 8 bytes           field 4, double_value
/// </code>
/// Tags and lengths of this shape are single bytes below 0x80, so a string attribute that is valid and plain is ASCII from its first
/// byte to its last, and one mask over the whole of it answers for key and value at once.
/// </summary>
internal static unsafe class AttributeKernel
{
    private const uint MaxLength = 127;
    private const int Readable = 64;

    /// <summary>
    /// True if the <paramref name="length"/> bytes at <paramref name="at"/> are a KeyValue of the shape above with ASCII text: then it
    /// is valid. False says only that the general walk must look.
    /// </summary>
    /// <param name="at">The KeyValue's first byte.</param>
    /// <param name="length">Its length; all of it is readable.</param>
    /// <param name="readable">Where the request ends.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsPlain(byte* at, uint length, byte* readable)
    {
        if (length > MaxLength || readable - at < Readable)
        {
            return false;
        }

        // at[1] is readable even if it is not part of the field; at[k + 2] and on are once k is known to leave room for them.
        var key = (uint)at[1];
        if (key + 6 > length || at[0] != 0x0A || at[key + 2] != 0x12 || key + 4 + at[key + 3] != length)
        {
            return false;
        }

        var value = at + key + 4;
        var valueLength = length - key - 4;
        uint text;
        switch (value[0])
        {
            case 0x0A:
                if (value[1] + 2u != valueLength)
                {
                    return false;
                }

                text = length;
                break;
            case 0x10 or 0x18:
                if (!IsVarint(value + 1, valueLength - 1))
                {
                    return false;
                }

                text = key + 2;
                break;
            case 0x21:
                if (valueLength != 9)
                {
                    return false;
                }

                text = key + 2;
                break;
            default:
                return false;
        }

        return TextKernel.IsAscii(at, text);
    }

    /// <summary>True if these bytes, at least one, are exactly one varint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsVarint(byte* at, uint length)
    {
        var last = length - 1;
        for (uint i = 0; i < last; i++)
        {
            if (at[i] < 0x80)
            {
                return false;
            }
        }

        return at[last] < 0x80 && length <= WireRead.MaxVarintBytes;
    }
}
