using System.Buffers;
using System.Globalization;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>The parts of a URL as Go's <c>url.Parse</c> takes it apart; they lie in the text, still escaped.</summary>
internal ref struct GoUrl
{
    private static readonly SearchValues<byte> HostBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&'()*+,;=:[]<>\"%"u8);

    private static readonly SearchValues<byte> UserBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:~!$&'()*+,;=%@"u8);

    /// <summary>The scheme, as it is written.</summary>
    public ReadOnlySpan<byte> Scheme { get; private set; }

    /// <summary>What follows the scheme of a URL that has no slash there: <c>mailto:a@b</c>.</summary>
    public ReadOnlySpan<byte> Opaque { get; private set; }

    /// <summary>Name and password.</summary>
    public ReadOnlySpan<byte> User { get; private set; }

    /// <summary>True if there is a part for the user, empty or not.</summary>
    public bool HasUser { get; private set; }

    /// <summary>The host without its port and brackets.</summary>
    public ReadOnlySpan<byte> HostName { get; private set; }

    /// <summary>Host and port.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary>The port's digits.</summary>
    public ReadOnlySpan<byte> Port { get; private set; }

    /// <summary>The path.</summary>
    public ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>The query, without its mark.</summary>
    public ReadOnlySpan<byte> Query { get; private set; }

    /// <summary>The fragment, without its mark.</summary>
    public ReadOnlySpan<byte> Fragment { get; private set; }

    /// <summary>Takes a text apart; false if it is no URL.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out GoUrl url)
    {
        url = default;
        int mark = text.IndexOf((byte)'#');
        if (mark >= 0)
        {
            url.Fragment = text[(mark + 1)..];
            text = text[..mark];
        }

        int scheme = SchemeLength(text);
        if (text.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || text.Contains((byte)0x7F) || scheme < 0)
        {
            return false;
        }

        url.Scheme = text[..scheme];
        text = scheme > 0 ? text[(scheme + 1)..] : text;

        mark = text.IndexOf((byte)'?');
        if (mark >= 0)
        {
            url.Query = text[(mark + 1)..];
            text = text[..mark];
        }

        if (!text.StartsWith("/"u8))
        {
            if (!url.Scheme.IsEmpty)
            {
                url.Opaque = text;
                return true;
            }

            // What stands before a colon would read as a scheme.
            int slash = text.IndexOf((byte)'/');
            if ((slash < 0 ? text : text[..slash]).Contains((byte)':'))
            {
                return false;
            }
        }

        bool hasAuthority = text.StartsWith("//"u8) && (!url.Scheme.IsEmpty || !text.StartsWith("///"u8));
        if (hasAuthority)
        {
            text = text[2..];
            int end = text.IndexOf((byte)'/');
            if (!url.TryAuthority(end < 0 ? text : text[..end]))
            {
                return false;
            }

            text = end < 0 ? default : text[end..];
        }

        url.Path = text;
        return AreEscapesGood(url.Path) && AreEscapesGood(url.Fragment);
    }

    /// <summary>Appends a part with its escapes undone.</summary>
    public static void AppendUnescaped(WireBuilder into, ReadOnlySpan<byte> part, bool plusIsSpace = false)
    {
        while (part.IndexOfAny((byte)'%', (byte)'+') is int at and >= 0)
        {
            into.Append(part[..at]);
            if (part[at] == '+' || at + 2 >= part.Length)
            {
                into.Append(part[at] == '+' && plusIsSpace ? (byte)' ' : part[at]);
                part = part[(at + 1)..];
                continue;
            }

            byte.TryParse(part.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one);
            into.Append(one);
            part = part[(at + 3)..];
        }

        into.Append(part);
    }

    /// <summary>True if every percent sign is followed by two hex digits.</summary>
    public static bool AreEscapesGood(ReadOnlySpan<byte> part)
    {
        while (part.IndexOf((byte)'%') is int at and >= 0)
        {
            if (part.Length < at + 3 || !char.IsAsciiHexDigit((char)part[at + 1]) || !char.IsAsciiHexDigit((char)part[at + 2]))
            {
                return false;
            }

            part = part[(at + 3)..];
        }

        return true;
    }

    /// <summary>How many bytes stand before the colon of a scheme; 0 without one, −1 if the colon comes first.</summary>
    private static int SchemeLength(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char one = (char)text[i];
            if (char.IsAsciiLetter(one) || (i > 0 && (char.IsAsciiDigit(one) || one is '+' or '-' or '.')))
            {
                continue;
            }

            return one != ':' ? 0 : i == 0 ? -1 : i;
        }

        return 0;
    }

    private bool TryAuthority(ReadOnlySpan<byte> text)
    {
        int at = text.LastIndexOf((byte)'@');
        HasUser = at >= 0;
        User = at < 0 ? default : text[..at];
        Host = text[(at + 1)..];
        if (User.IndexOfAnyExcept(UserBytes) >= 0 || !AreEscapesGood(User))
        {
            return false;
        }

        int colon;
        if (Host.StartsWith("["u8))
        {
            int close = Host.LastIndexOf((byte)']');
            if (close < 0 || (close + 1 < Host.Length && Host[close + 1] != ':'))
            {
                return false;
            }

            HostName = Host[1..close];
            colon = close + 1 < Host.Length ? close + 1 : -1;
        }
        else
        {
            colon = Host.LastIndexOf((byte)':');
            HostName = colon < 0 ? Host : Host[..colon];
        }

        Port = colon < 0 ? default : Host[(colon + 1)..];
        return Port.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && IsHostGood(HostName);
    }

    private static bool IsHostGood(ReadOnlySpan<byte> host)
    {
        foreach (byte one in host)
        {
            if (one < 0x80 && !HostBytes.Contains(one))
            {
                return false;
            }
        }

        // Only what is not ASCII may be escaped in a host.
        bool isGood = AreEscapesGood(host);
        while (isGood && host.IndexOf((byte)'%') is int at and >= 0)
        {
            isGood = host[at + 1] is >= (byte)'8';
            host = host[(at + 3)..];
        }

        return isGood;
    }
}
