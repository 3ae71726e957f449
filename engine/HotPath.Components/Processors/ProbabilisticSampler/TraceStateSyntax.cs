using System.Buffers;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// What a trace state may be written like (W3C Trace Context, section 3.3; OpenTelemetry, trace state handling).
/// <code>
///   trace state  member *( "," member )      spaces and tabs around a member, and empty members, are allowed
///   member       key "=" value               key: lower-case, or tenant@system        value: printable, no comma, no equals sign
///   ot's value   key ":" value *( ";" … )    key: lower-case letters and digits       value: letters, digits, . _ -
/// </code>
/// </summary>
internal static class TraceStateSyntax
{
    /// <summary>Bytes of a trace state.</summary>
    public const int MaxBytes = 1024;

    /// <summary>A trace state with so many members, empty ones included, is not read to its end.</summary>
    public const int MaxMembers = 32;

    /// <summary>Bytes of a key, of ot's value.</summary>
    public const int MaxKeyBytes = 256;

    private const int MaxTenantBytes = 241;
    private const int MaxSystemBytes = 14;

    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-*/"u8);
    private static readonly SearchValues<byte> OtKeyBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);
    private static readonly SearchValues<byte> OtValueBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);

    /// <summary>Cuts the next member off, without what surrounds it; false at the end.</summary>
    public static bool Next(scoped ref ReadOnlySpan<byte> rest, byte separator, out ReadOnlySpan<byte> member)
    {
        member = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        int end = rest.IndexOf(separator);
        member = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    /// <summary>A member without the spaces and tabs around it.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> member) => member.Trim(" \t"u8);

    /// <summary>True if every member is written as it must be.</summary>
    public static bool IsTraceState(ReadOnlySpan<byte> text)
    {
        while (Next(ref text, (byte)',', out ReadOnlySpan<byte> member))
        {
            member = Trimmed(member);
            int equals = member.IndexOf((byte)'=');
            if (!member.IsEmpty && !(equals > 0 && IsKey(member[..equals]) && IsValue(member[(equals + 1)..])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if the key, or the halves of one with an @, are no longer than allowed.</summary>
    public static bool HasKeyLength(ReadOnlySpan<byte> key)
    {
        int at = key.IndexOf((byte)'@');
        return key.Length <= MaxKeyBytes && (at < 0 || (at <= MaxTenantBytes && key.Length - at - 1 <= MaxSystemBytes));
    }

    /// <summary>True if ot's value is a list of members as they must be, with nothing empty between.</summary>
    public static bool IsOt(ReadOnlySpan<byte> text)
    {
        bool isOt = text.Length > 0 && text[^1] != ';';
        while (isOt && Next(ref text, (byte)';', out ReadOnlySpan<byte> member))
        {
            int colon = member.IndexOf((byte)':');
            isOt = colon > 0
                && member[0] is >= (byte)'a' and <= (byte)'z'
                && !member[..colon].ContainsAnyExcept(OtKeyBytes)
                && !member[(colon + 1)..].ContainsAnyExcept(OtValueBytes);
        }

        return isOt;
    }

    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        int at = key.IndexOf((byte)'@');
        ReadOnlySpan<byte> last = key[(at + 1)..];
        return at != 0
            && last.Length > 0
            && last[0] is >= (byte)'a' and <= (byte)'z'
            && !last.ContainsAnyExcept(KeyBytes)
            && (at < 0
                || ((char.IsAsciiLetterLower((char)key[0]) || char.IsAsciiDigit((char)key[0]))
                    && !key[..at].ContainsAnyExcept(KeyBytes)));
    }

    private static bool IsValue(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= MaxKeyBytes
        && value[^1] != ' '
        && !value.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        && !value.ContainsAny((byte)',', (byte)'=');
}
