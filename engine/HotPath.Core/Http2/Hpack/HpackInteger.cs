namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// Integers (RFC 7541, section 5.1): in the low N bits of a byte if they fit below 2ᴺ−1, otherwise that value and further bytes of seven
/// bits, lowest first.
/// <code>
///   │ ? ? ? 1 1 1 1 1 │ 1 xxxxxxx │ … │ 0 xxxxxxx │        N = 5:  31 + the rest
/// </code>
/// </summary>
internal static class HpackInteger
{
    /// <summary>The most bytes behind the first that 2³¹−1 takes.</summary>
    private const int MostFurtherBytes = 5;

    /// <summary>Reads the integer that begins at <paramref name="at"/>, and moves behind it.</summary>
    /// <param name="block">The block; <paramref name="at"/> lies inside.</param>
    /// <param name="at">Where the integer begins.</param>
    /// <param name="prefixMask">2ᴺ−1.</param>
    /// <param name="value">The integer, 0 to 2³¹−1.</param>
    public static HpackStatus Read(ReadOnlySpan<byte> block, scoped ref int at, int prefixMask, out int value)
    {
        value = block[at++] & prefixMask;
        return value < prefixMask ? HpackStatus.Ok : ReadFurther(block, ref at, ref value);
    }

    /// <summary>Writes an integer behind the bits of <paramref name="first"/>.</summary>
    /// <returns>Its bytes; 0 if there is too little room.</returns>
    public static int Write(Span<byte> to, byte first, int prefixMask, int value)
    {
        if (to.IsEmpty)
        {
            return 0;
        }

        if (value < prefixMask)
        {
            to[0] = (byte)(first | value);
            return 1;
        }

        to[0] = (byte)(first | prefixMask);
        uint rest = (uint)(value - prefixMask);
        int at = 1;
        while (at < to.Length)
        {
            if (rest < 0x80)
            {
                to[at] = (byte)rest;
                return at + 1;
            }

            to[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        return 0;
    }

    private static HpackStatus ReadFurther(ReadOnlySpan<byte> block, ref int at, ref int value)
    {
        long sum = value;
        for (int i = 0; i < MostFurtherBytes; i++)
        {
            if (at >= block.Length)
            {
                return HpackStatus.Truncated;
            }

            byte piece = block[at++];
            sum += (long)(piece & 0x7F) << (7 * i);
            if (piece < 0x80)
            {
                value = (int)Math.Min(sum, int.MaxValue);
                return sum > int.MaxValue ? HpackStatus.IntegerOverflow : HpackStatus.Ok;
            }
        }

        return HpackStatus.IntegerOverflow;
    }
}
