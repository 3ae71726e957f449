namespace HotPath.Core.Http2.Hpack;

/// <summary>Writes strings in the code of RFC 7541, appendix B.</summary>
internal static class HuffmanEncoder
{
    /// <summary>Bytes that a string takes when it is encoded.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        long bits = 0;
        foreach (byte symbol in text)
        {
            bits += HuffmanCode.Lengths[symbol];
        }

        return (int)((bits + 7) / 8);
    }

    /// <summary>Writes a string into exactly <see cref="LengthOf"/> bytes, padded with the first bits of EOS: ones.</summary>
    public static void Encode(ReadOnlySpan<byte> text, Span<byte> to)
    {
        ulong pending = 0;
        int count = 0;
        int at = 0;
        foreach (byte symbol in text)
        {
            int length = HuffmanCode.Lengths[symbol];
            pending = (pending << length) | HuffmanCode.Codes[symbol];
            count += length;
            while (count >= 8)
            {
                count -= 8;
                to[at++] = (byte)(pending >> count);
            }
        }

        if (count > 0)
        {
            to[at] = (byte)((pending << (8 - count)) | (0xFFu >> count));
        }
    }
}
