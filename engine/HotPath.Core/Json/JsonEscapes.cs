using System.Buffers.Text;
using System.Text;

namespace HotPath.Core.Json;

/// <summary>
/// The escapes of JSON strings (RFC 8259, section 7). Half a surrogate pair becomes U+FFFD, as in the Collector: JavaScript's
/// <c>JSON.stringify</c> writes such halves.
/// </summary>
internal static class JsonEscapes
{
    private const byte Backslash = (byte)'\\';
    private const int SimpleLength = 2;
    private const int UnicodeLength = 6;

    /// <summary>How many bytes the escape at the front has; 0 if it is none.</summary>
    internal static int LengthAt(ReadOnlySpan<byte> text)
    {
        if (text.Length < SimpleLength)
        {
            return 0;
        }

        if (text[1] == 'u')
        {
            return text.Length >= UnicodeLength && Unit(text) >= 0 ? UnicodeLength : 0;
        }

        return Simple(text[1]) == 0 ? 0 : SimpleLength;
    }

    /// <summary>How many bytes a string with well-formed escapes has without them; never more than with them.</summary>
    internal static int DecodedLength(ReadOnlySpan<byte> raw)
    {
        var length = 0;
        for (var plain = raw.IndexOf(Backslash); plain >= 0; plain = raw.IndexOf(Backslash))
        {
            raw = raw[plain..];
            length += plain + Next(ref raw).Utf8SequenceLength;
        }

        return length + raw.Length;
    }

    /// <summary>Writes a string with well-formed escapes without them; returns its length.</summary>
    internal static int Decode(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var written = 0;
        for (var plain = raw.IndexOf(Backslash); plain >= 0; plain = raw.IndexOf(Backslash))
        {
            raw[..plain].CopyTo(into[written..]);
            raw = raw[plain..];
            written += plain;
            written += Next(ref raw).EncodeToUtf8(into[written..]);
        }

        raw.CopyTo(into[written..]);
        return written + raw.Length;
    }

    /// <summary>Takes the escape at the front, or the two that make one character.</summary>
    private static Rune Next(ref ReadOnlySpan<byte> raw)
    {
        if (raw[1] != 'u')
        {
            var simple = new Rune(Simple(raw[1]));
            raw = raw[SimpleLength..];
            return simple;
        }

        var unit = (char)Unit(raw);
        raw = raw[UnicodeLength..];
        if (!char.IsSurrogate(unit))
        {
            return new Rune(unit);
        }

        var hasPartner = char.IsHighSurrogate(unit) && raw.StartsWith("\\u"u8);
        if (hasPartner && Rune.TryCreate(unit, (char)Unit(raw), out var pair))
        {
            raw = raw[UnicodeLength..];
            return pair;
        }

        return Rune.ReplacementChar;
    }

    /// <summary>The UTF-16 unit of <c>\uXXXX</c>; -1 if those are no hex digits.</summary>
    private static int Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[SimpleLength..UnicodeLength], out ushort unit, out var read, 'x') && read == UnicodeLength - SimpleLength
            ? unit
            : -1;

    private static char Simple(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => (char)letter,
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => '\0',
    };
}
