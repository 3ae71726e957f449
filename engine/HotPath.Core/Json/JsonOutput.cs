using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace HotPath.Core.Json;

/// <summary>Writes JSON tokens, with the commas between them, to a buffer writer. <see cref="Flush"/> hands over the last piece.</summary>
internal ref struct JsonOutput(IBufferWriter<byte> into)
{
    private const int Piece = 4096;

    // Enough for any number, and for sixteen bytes as hex.
    private const int LongestScalar = 40;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(control => (byte)control)]);

    private readonly IBufferWriter<byte> _into = into;
    private Span<byte> _piece;
    private int _at;
    private bool _needsComma;

    internal void Open(byte bracket)
    {
        Separate();
        Byte(bracket);
        _needsComma = false;
    }

    internal void Close(byte bracket)
    {
        Byte(bracket);
        _needsComma = true;
    }

    /// <summary>Writes a key; its value follows.</summary>
    /// <param name="quoted">The key in quotes, and a colon.</param>
    internal void Key(ReadOnlySpan<byte> quoted)
    {
        Separate();
        Raw(quoted);
        _needsComma = false;
    }

    internal void Flag(bool value)
    {
        Separate();
        Raw(value ? "true"u8 : "false"u8);
    }

    internal void Integer(long value)
    {
        Separate();
        Room(LongestScalar);
        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
    }

    /// <summary>Writes a 64-bit integer, which proto3's JSON has as a string, since JavaScript's numbers hold 53 bits.</summary>
    internal void Quoted(long value)
    {
        Separate();
        Byte((byte)'"');
        _needsComma = false;
        Integer(value);
        Byte((byte)'"');
    }

    /// <inheritdoc cref="Quoted(long)"/>
    internal void Quoted(ulong value)
    {
        Separate();
        Room(LongestScalar);
        _piece[_at++] = (byte)'"';
        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
        _piece[_at++] = (byte)'"';
    }

    internal void Real(double value)
    {
        Separate();
        if (!double.IsFinite(value))
        {
            Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
            return;
        }

        Room(LongestScalar);
        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
    }

    /// <summary>Writes bytes as hex digits in a string, at most sixteen bytes.</summary>
    internal void Hex(ReadOnlySpan<byte> id)
    {
        Separate();
        Room(LongestScalar);
        _piece[_at++] = (byte)'"';
        Convert.TryToHexStringLower(id, _piece[_at..], out var written);
        _at += written;
        _piece[_at++] = (byte)'"';
    }

    internal void Base64Text(ReadOnlySpan<byte> bytes)
    {
        Separate();
        Byte((byte)'"');
        while (!bytes.IsEmpty)
        {
            Room(LongestScalar);
            var isLast = Base64.GetMaxEncodedToUtf8Length(bytes.Length) <= _piece.Length - _at;
            Base64.EncodeToUtf8(bytes, _piece[_at..], out var read, out var written, isLast);
            _at += written;
            bytes = bytes[read..];
        }

        Byte((byte)'"');
    }

    /// <summary>Writes a string; its bytes are UTF-8.</summary>
    internal void Text(ReadOnlySpan<byte> text)
    {
        Separate();
        Byte((byte)'"');
        for (var plain = text.IndexOfAny(Escaped); plain >= 0; plain = text.IndexOfAny(Escaped))
        {
            Raw(text[..plain]);
            Escape(text[plain]);
            text = text[(plain + 1)..];
        }

        Raw(text);
        Byte((byte)'"');
    }

    /// <summary>Hands over what is not yet.</summary>
    internal void Flush()
    {
        if (_at > 0)
        {
            _into.Advance(_at);
            _piece = default;
            _at = 0;
        }
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Byte((byte)',');
        }

        _needsComma = true;
    }

    private void Escape(byte letter)
    {
        switch (letter)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u00"u8);
                Byte((byte)('0' + (letter >> 4)));
                Byte((byte)"0123456789abcdef"[letter & 0xF]);
                break;
        }
    }

    private void Byte(byte value)
    {
        Room(1);
        _piece[_at++] = value;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _piece.Length - _at)
        {
            var part = _piece.Length - _at;
            bytes[..part].CopyTo(_piece[_at..]);
            _at += part;
            bytes = bytes[part..];
            Room(1);
        }

        bytes.CopyTo(_piece[_at..]);
        _at += bytes.Length;
    }

    private void Room(int length)
    {
        if (_piece.Length - _at < length)
        {
            Flush();
            _piece = _into.GetSpan(Piece);
        }
    }
}
