using System.Runtime.CompilerServices;

namespace HotPath.Core.Index;

/// <summary>
/// The shape that nearly all attributes have, so that a key can be looked at without walking the KeyValue's fields.
/// <code>
///   0A k key…  12 v AnyValue…        k from 1 to 127, v in one or two bytes, and nothing behind the AnyValue
/// </code>
/// The value must reach the end: behind it there might be another key, and the last one counts.
/// </summary>
internal static unsafe class UsualAttribute
{
    /// <summary>Where the key begins in a KeyValue.</summary>
    public const int KeyStart = 2;

    /// <summary>Where the key begins in a field of one byte of tag and one of length.</summary>
    public const int KeyInField = 4;

    private const int Frame = 4;

    // Of a field's first four bytes, as they lie: tag, length below 0x80, 0A, key length below 0x80.
    private const uint Fixed = 0x80FF_80FF;
    private const uint KeyTag = 0x0A_00_00;

    /// <summary>The key's length; 0 if the KeyValue in [<paramref name="at"/>, <paramref name="end"/>) has any other shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int KeyLength(byte* at, byte* end)
    {
        long length = end - at;
        if (length < Frame)
        {
            return 0;
        }

        int key = at[1];
        long value = length - Frame - key;
        if (at[0] != 0x0A || (uint)(key - 1) >= 0x7F || value < 0)
        {
            return 0;
        }

        // «12 v» as the two bytes lie in memory.
        bool isUsual = value < 0x80 ? *(ushort*)(at + KeyStart + key) == (0x12 | (value << 8)) : HasLongValue(at + KeyStart + key, value);
        return isUsual ? key : 0;
    }

    /// <summary>
    /// The key's length, if at <paramref name="at"/> there is a whole field of this tag and of the usual shape with fewer than 128 bytes,
    /// the kind that nearly all are: by one load and few comparisons. 0 says nothing: then the field is to be read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int KeyLengthOfField(byte* at, byte* end, uint tag, out byte* next)
    {
        next = at;
        if (end - at < KeyInField + 2)
        {
            return 0;
        }

        uint head = *(uint*)at;
        int length = (int)(head >> 8) & 0xFF;
        int key = (int)(head >> 24);
        int value = length - Frame - key;
        if ((head & Fixed) != (tag | KeyTag)
            || value < 0
            || length > end - at - 2
            || *(ushort*)(at + KeyInField + key) != (0x12 | (value << 8)))
        {
            return 0;
        }

        next = at + 2 + length;
        return key;
    }

    /// <summary>True for 12 and a length in two bytes, which takes one of those that were reckoned as the value's.</summary>
    private static bool HasLongValue(byte* at, long value) =>
        at[0] == 0x12 && at[1] >= 0x80 && at[2] < 0x80 && (at[1] & 0x7F) + (at[2] << 7) == value - 1;
}
