using System.Globalization;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// Internet addresses as Go's <c>net.ParseIP</c> and <c>net.ParseCIDR</c> read them: without leading zeroes in decimal, without a zone.
/// </summary>
internal static class GoAddress
{
    /// <summary>Bytes of an address; one of version 4 lies in the last four.</summary>
    public const int Length = 16;

    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    /// <summary>Reads an address of either version into 16 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> address)
    {
        address[..Length].Clear();
        if (text.Contains((byte)':'))
        {
            return TryParseSix(text, address);
        }

        Mapped.CopyTo(address);
        return TryParseFour(text, address[12..Length]);
    }

    /// <summary>The bytes that count: four if the address is one of version 4.</summary>
    public static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> address) =>
        address.StartsWith(Mapped) ? address[12..Length] : address[..Length];

    /// <summary>Reads a network, <c>10.0.0.0/8</c>: its address and how many of its bits count.</summary>
    public static bool TryParseNetwork(ReadOnlySpan<byte> text, Span<byte> address, out int bits)
    {
        bits = 0;
        int slash = text.IndexOf((byte)'/');
        return slash > 0
            && TryParse(text[..slash], address)
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            && bits <= (text[..slash].Contains((byte)':') ? 128 : 32);
    }

    /// <summary>True if an address lies in a network; they must be of one version.</summary>
    public static bool Contains(ReadOnlySpan<byte> network, int bits, ReadOnlySpan<byte> address)
    {
        if (network.Length != address.Length)
        {
            return false;
        }

        int whole = bits / 8;
        int mask = 0xFF00 >> (bits % 8) & 0xFF;
        return network[..whole].SequenceEqual(address[..whole]) && (mask == 0 || (network[whole] & mask) == (address[whole] & mask));
    }

    private static bool TryParseFour(ReadOnlySpan<byte> text, Span<byte> into)
    {
        for (int i = 0; i < 4; i++)
        {
            int end = i == 3 ? text.Length : text.IndexOf((byte)'.');
            if (end is < 1 or > 3 || (end > 1 && text[0] == '0')
                || !byte.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out into[i]))
            {
                return false;
            }

            text = i == 3 ? default : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryParseSix(ReadOnlySpan<byte> text, Span<byte> into)
    {
        int at = 0;
        int gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty && at < Length)
        {
            int end = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = end < 0 ? text : text[..end];
            if (group.Contains((byte)'.'))
            {
                if (end >= 0 || at > 12 || (gap < 0 && at != 12) || !TryParseFour(group, into.Slice(at, 4)))
                {
                    return false;
                }

                at += 4;
                text = default;
                break;
            }

            if (group.Length is 0 or > 4
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort number))
            {
                return false;
            }

            into[at++] = (byte)(number >> 8);
            into[at++] = (byte)number;
            text = text[group.Length..];
            if (text.IsEmpty)
            {
                break;
            }

            text = text[1..];
            if (text.IsEmpty)
            {
                return false;
            }

            if (text[0] == ':')
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = at;
                text = text[1..];
            }
        }

        if (!text.IsEmpty || (gap < 0) != (at == Length))
        {
            return false;
        }

        if (gap >= 0)
        {
            into[gap..at].CopyTo(into[(Length - (at - gap))..]);
            into.Slice(gap, Length - at).Clear();
        }

        return true;
    }
}
