using System.Globalization;

namespace HotPath.LoadTests.Framing;

/// <summary>
/// What a load wants to know of an answer's trailers, read straight from HPACK (RFC 7541, section 6). The sender says that its table holds
/// nothing, so a field is an entry of the static table or a literal; names and values that do not matter are passed over.
/// </summary>
/// <param name="Status">grpc-status, or -1 where there is none.</param>
/// <param name="HasDelay">Whether its details hold a google.rpc.RetryInfo.</param>
internal readonly record struct GrpcAnswer(int Status, bool HasDelay)
{
    private const byte IsHuffman = 0x80;
    private const int StaticEntries = 61;

    private static ReadOnlySpan<byte> StatusName => "grpc-status"u8;

    /// <summary>"grpc-status" in Huffman's code (RFC 7541, appendix B).</summary>
    private static ReadOnlySpan<byte> CodedStatusName => [0x9A, 0xCA, 0xC8, 0xB2, 0x12, 0x34, 0xDA, 0x8F];

    /// <summary>Reads a whole header block.</summary>
    public static GrpcAnswer Read(ReadOnlySpan<byte> block)
    {
        int status = -1;
        for (int at = 0; at < block.Length;)
        {
            byte first = block[at];
            int prefix = first >= 0x80 ? 7 : first >= 0x40 ? 6 : first >= 0x20 ? 5 : 4;
            int index = ReadInteger(block, ref at, prefix);
            if (prefix != 5 && index > StaticEntries)
            {
                throw new InvalidDataException($"the answer names entry {index}, but the sender's header table holds nothing");
            }

            if (prefix is 7 or 5)
            {
                continue;
            }

            ReadOnlySpan<byte> name = index == 0 ? ReadString(block, ref at, out _) : [];
            ReadOnlySpan<byte> value = ReadString(block, ref at, out bool isCoded);
            if (name.SequenceEqual(StatusName) || name.SequenceEqual(CodedStatusName))
            {
                status = isCoded ? DecodeDigits(value) : int.Parse(value, CultureInfo.InvariantCulture);
            }
        }

        return new GrpcAnswer(status, status > 0 && RetryInfoSink.IsIn(block));
    }

    private static int ReadInteger(ReadOnlySpan<byte> block, ref int at, int prefixBits)
    {
        int mask = (1 << prefixBits) - 1;
        int value = block[at++] & mask;
        if (value == mask)
        {
            byte next;
            int shift = 0;
            do
            {
                next = block[at++];
                value += (next & 0x7F) << shift;
                shift += 7;
            }
            while (next >= 0x80);
        }

        return value;
    }

    private static ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> block, ref int at, out bool isCoded)
    {
        isCoded = (block[at] & IsHuffman) != 0;
        int length = ReadInteger(block, ref at, 7);
        at += length;
        return block.Slice(at - length, length);
    }

    /// <summary>
    /// Digits in Huffman's code: 0 to 2 are 00000 to 00010, 3 to 9 are 011001 to 011111; the rest of the last byte is ones.
    /// </summary>
    private static int DecodeDigits(ReadOnlySpan<byte> value)
    {
        int bits = 0;
        for (int i = 0; i < 4; i++)
        {
            bits = (bits << 8) | (i < value.Length ? value[i] : 0xFF);
        }

        int number = 0;
        while (true)
        {
            int five = bits >>> 27;
            int six = bits >>> 26;
            if (five > 2 && six is < 25 or > 31)
            {
                return number;
            }

            number = (number * 10) + (five <= 2 ? five : six - 22);
            int taken = five <= 2 ? 5 : 6;
            bits = (bits << taken) | ((1 << taken) - 1);
        }
    }
}
