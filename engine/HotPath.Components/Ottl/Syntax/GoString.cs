using System.Buffers;
using System.Globalization;
using System.Text;

namespace HotPath.Components.Ottl.Syntax;

/// <summary>
/// Reads a string literal by Go's rules: <c>\n</c>, <c>\x41</c>, <c>\101</c>, <c>\u00e9</c>, <c>\U0001F600</c> and the like.
/// </summary>
internal static class GoString
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// The bytes of a literal, its quotes included; null if an escape is none of Go's, which begins at <paramref name="fault"/>.
    /// </summary>
    public static byte[]? Unquote(string literal, out int fault)
    {
        var bytes = new ArrayBufferWriter<byte>(literal.Length);
        Span<byte> utf8 = stackalloc byte[4];
        fault = 0;
        for (int at = 1; at < literal.Length - 1;)
        {
            if (literal[at] != '\\')
            {
                int end = literal.AsSpan(at, literal.Length - 1 - at).IndexOf('\\');
                end = end < 0 ? literal.Length - 1 : at + end;
                Encoding.UTF8.GetBytes(literal.AsSpan(at, end - at), bytes);
                at = end;
                continue;
            }

            fault = at;
            int length = Escape(literal.AsSpan(at + 1, literal.Length - at - 2), out int value, out bool isByte);
            if (length == 0)
            {
                return null;
            }

            if (isByte)
            {
                bytes.Write([(byte)value]);
            }
            else
            {
                bytes.Write(utf8[..new Rune(value).EncodeToUtf8(utf8)]);
            }

            at += 1 + length;
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static int Escape(ReadOnlySpan<char> text, out int value, out bool isByte)
    {
        isByte = false;
        value = 0;
        if (text.IsEmpty)
        {
            return 0;
        }

        int simple = "abfnrtv\\\"".IndexOf(text[0]);
        if (simple >= 0)
        {
            value = "\a\b\f\n\r\t\v\\\""[simple];
            return 1;
        }

        int digits = text[0] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            isByte = digits == 2;
            return text.Length > digits
                && text.Slice(1, digits).IndexOfAnyExcept(HexDigits) < 0
                && int.TryParse(text.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                && (isByte || Rune.IsValid(value))
                ? 1 + digits
                : 0;
        }

        if (text.Length < 3 || text[0] is < '0' or > '3' || text[1] is < '0' or > '7' || text[2] is < '0' or > '7')
        {
            return 0;
        }

        isByte = true;
        value = ((text[0] - '0') << 6) | ((text[1] - '0') << 3) | (text[2] - '0');
        return 3;
    }
}
