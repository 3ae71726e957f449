using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// JSON straight to the fields of a KeyValueList or ArrayValue, in one pass, without an object and without an exception. Strict, as Go's
/// decoder;
/// halves of surrogate pairs become U+FFFD, and numbers that a double can't hold are refused.
/// </summary>
internal ref struct JsonToWire
{
    /// <summary>How deep objects and arrays may nest.</summary>
    private const int MaxDepth = 64;

    private const byte ListTag = 0x2A;
    private const byte MapTag = 0x32;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly WireBuilder _into;
    private ReadOnlySpan<byte> _text;

    private JsonToWire(WireBuilder into, ReadOnlySpan<byte> text)
    {
        _into = into;
        _text = text;
    }

    /// <summary>Appends the fields of the object or array that a text is; false if it is none.</summary>
    public static bool TryRead(WireBuilder into, ReadOnlySpan<byte> text)
    {
        var reader = new JsonToWire(into, text);
        if (!reader.Inside(1))
        {
            return false;
        }

        reader.SkipSpace();
        return reader._text.IsEmpty;
    }

    /// <summary>Reads an object or array, from its bracket on.</summary>
    private bool Inside(int depth)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        bool isMap = _text[0] == '{';
        byte close = isMap ? (byte)'}' : (byte)']';
        int mark = _into.Mark;
        _text = _text[1..];
        SkipSpace();
        if (Accept(close))
        {
            return true;
        }

        while (true)
        {
            int field = _into.Begin(0x0A);
            if (isMap ? !Pair(depth) : !Value(depth))
            {
                return false;
            }

            _into.End(field);
            SkipSpace();
            if (Accept(close))
            {
                if (isMap)
                {
                    _into.KeepLastPairs(mark);
                }

                return true;
            }

            if (!Accept((byte)','))
            {
                return false;
            }

            SkipSpace();
        }
    }

    private bool Pair(int depth)
    {
        if (_text.IsEmpty || _text[0] != '"')
        {
            return false;
        }

        int key = _into.Begin(0x0A);
        if (!Text())
        {
            return false;
        }

        _into.End(key);
        SkipSpace();
        if (!Accept((byte)':'))
        {
            return false;
        }

        int value = _into.Begin(0x12);
        SkipSpace();
        if (!Value(depth))
        {
            return false;
        }

        _into.End(value);
        return true;
    }

    /// <summary>Reads a value and appends the field of an AnyValue; nothing for null.</summary>
    private bool Value(int depth)
    {
        switch (_text.IsEmpty ? (byte)0 : _text[0])
        {
            case (byte)'{' or (byte)'[':
                int inside = _into.Begin(_text[0] == '{' ? MapTag : ListTag);
                bool isRead = Inside(depth + 1);
                _into.End(inside);
                return isRead;
            case (byte)'"':
                int text = _into.Begin(0x0A);
                isRead = Text();
                _into.End(text);
                return isRead;
            case (byte)'t':
                _into.Append([0x10, 1]);
                return Word("true"u8);
            case (byte)'f':
                _into.Append([0x10, 0]);
                return Word("false"u8);
            case (byte)'n':
                return Word("null"u8);
            default:
                return Number();
        }
    }

    private bool Number()
    {
        int at = _text.StartsWith("-"u8) ? 1 : 0;
        int digits = Digits(at);
        if (digits == 0 || (digits > 1 && _text[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < _text.Length && _text[at] == '.')
        {
            digits = Digits(at + 1);
            at += 1 + digits;
            if (digits == 0)
            {
                return false;
            }
        }

        if (at < _text.Length && (_text[at] | 0x20) == 'e')
        {
            at += at + 1 < _text.Length && _text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            digits = Digits(at);
            at += digits;
            if (digits == 0)
            {
                return false;
            }
        }

        if (!double.TryParse(_text[..at], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
        {
            return false;
        }

        Span<byte> field = _into.GetSpan(9);
        field[0] = 0x21;
        BinaryPrimitives.WriteDoubleLittleEndian(field[1..], number);
        _into.Advance(9);
        _text = _text[at..];
        return true;
    }

    private readonly int Digits(int at)
    {
        int end = at;
        while (end < _text.Length && char.IsAsciiDigit((char)_text[end]))
        {
            end++;
        }

        return end - at;
    }

    /// <summary>Reads a string, from its quote on, and appends what it says.</summary>
    private bool Text()
    {
        _text = _text[1..];
        while (true)
        {
            int end = _text.IndexOfAny((byte)'"', (byte)'\\');
            if (end < 0 || _text[..end].IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
            {
                return false;
            }

            _into.Append(_text[..end]);
            bool isEnd = _text[end] == '"';
            _text = _text[(end + 1)..];
            if (isEnd)
            {
                return true;
            }

            if (!Escape())
            {
                return false;
            }
        }
    }

    private bool Escape()
    {
        byte kind = _text.IsEmpty ? (byte)0 : _text[0];
        int simple = "\"\\/bfnrt"u8.IndexOf(kind);
        if (simple >= 0)
        {
            _into.Append("\"\\/\b\f\n\r\t"u8[simple]);
            _text = _text[1..];
            return true;
        }

        if (kind != 'u' || !Unit(1, out char first))
        {
            return false;
        }

        _text = _text[5..];
        var rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate(first) && _text.StartsWith("\\u"u8) && Unit(2, out char second) && char.IsLowSurrogate(second))
        {
            rune = new Rune(first, second);
            _text = _text[6..];
        }
        else if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
        }

        _into.Advance(rune.EncodeToUtf8(_into.GetSpan(4)));
        return true;
    }

    private readonly bool Unit(int at, out char unit)
    {
        unit = default;
        if (_text.Length < at + 4 || _text.Slice(at, 4).IndexOfAnyExcept(HexDigits) >= 0)
        {
            return false;
        }

        unit = (char)ushort.Parse(_text.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return true;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        bool isIt = _text.StartsWith(word);
        _text = isIt ? _text[word.Length..] : _text;
        return isIt;
    }

    private bool Accept(byte one)
    {
        bool isIt = !_text.IsEmpty && _text[0] == one;
        _text = isIt ? _text[1..] : _text;
        return isIt;
    }

    private void SkipSpace() => _text = _text.TrimStart(" \t\r\n"u8);
}
