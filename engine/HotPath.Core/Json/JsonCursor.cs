using System.Buffers;

namespace HotPath.Core.Json;

/// <summary>
/// Reads JSON token by token (RFC 8259) and stops at the first fault, which it notes. Nothing is copied, nothing outside is read, and
/// nothing behind the value that was asked for is looked at. Methods that return a bool return false after a fault.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    /// <summary>Objects and arrays that no field takes may be nested this deep, and messages below the request.</summary>
    internal const int MaxDepth = 100;

    private static readonly SearchValues<byte> StringStops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(control => (byte)control)]);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>None, or the first fault.</summary>
    internal JsonFault Fault { get; private set; }

    /// <summary>Where the first fault lies.</summary>
    internal int FaultOffset { get; private set; }

    /// <summary>Where the next byte to read is.</summary>
    internal readonly int At => _at;

    /// <summary>Whether there is no byte to read.</summary>
    internal readonly bool IsAtEnd => _at >= _json.Length;

    /// <summary>Passes over white space and says what follows; 0, which begins no token, at the end.</summary>
    internal byte Peek()
    {
        var json = _json;
        var at = _at;
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        _at = at;
        return at < json.Length ? json[at] : (byte)0;
    }

    /// <summary>Notes a fault, unless there is one already; always false, to be returned.</summary>
    internal bool Fail(JsonFault fault, int offset)
    {
        if (Fault == JsonFault.None)
        {
            Fault = fault;
            FaultOffset = offset;
        }

        return false;
    }

    /// <summary>Passes over the bracket that <see cref="Peek"/> saw; true if an element follows, false if it closes at once.</summary>
    internal bool First(byte close)
    {
        _at++;
        if (Peek() != close)
        {
            return true;
        }

        _at++;
        return false;
    }

    /// <summary>Passes over a comma or the closing bracket; true if another element must follow.</summary>
    internal bool Another(byte close)
    {
        var next = Peek();
        if (next == ',')
        {
            _at++;
            return true;
        }

        if (next == close)
        {
            _at++;
            return false;
        }

        return Fail(JsonFault.NotJson, _at);
    }

    /// <summary>Reads a key and its colon.</summary>
    internal bool Key(out JsonString key)
    {
        if (!String(out key))
        {
            return false;
        }

        if (Peek() != ':')
        {
            return Fail(JsonFault.NotJson, _at);
        }

        _at++;
        return true;
    }

    /// <summary>Reads a string.</summary>
    internal bool String(out JsonString value)
    {
        value = default;
        if (Peek() != '"')
        {
            return Fail(JsonFault.NotJson, _at);
        }

        var start = _at + 1;
        var isEscaped = false;
        for (var at = start; ;)
        {
            var plain = _json[at..].IndexOfAny(StringStops);
            at = plain < 0 ? _json.Length : at + plain;
            if (at < _json.Length && _json[at] == '"')
            {
                value = new JsonString(_json[start..at], isEscaped);
                _at = at + 1;
                return true;
            }

            var escape = at < _json.Length && _json[at] == '\\' ? JsonEscapes.LengthAt(_json[at..]) : 0;
            if (escape == 0)
            {
                return Fail(JsonFault.NotJson, at);
            }

            isEscaped = true;
            at += escape;
        }
    }

    /// <summary>Reads a number; its text is one that RFC 8259 allows.</summary>
    internal bool Number(out ReadOnlySpan<byte> text)
    {
        Peek();
        var length = JsonNumbers.LengthAt(_json[_at..]);
        text = _json.Slice(_at, length);
        _at += length;
        return length != 0 || Fail(JsonFault.NotJson, _at);
    }

    /// <summary>Passes over <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    internal bool Literal(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word))
        {
            return Fail(JsonFault.NotJson, _at);
        }

        _at += word.Length;
        return true;
    }

    /// <summary>Passes over a value of any type.</summary>
    internal bool Skip(int depth) => Peek() switch
    {
        (byte)'"' => String(out _),
        (byte)'{' => SkipMany((byte)'}', depth),
        (byte)'[' => SkipMany((byte)']', depth),
        (byte)'t' => Literal("true"u8),
        (byte)'f' => Literal("false"u8),
        (byte)'n' => Literal("null"u8),
        _ => Number(out _),
    };

    private bool SkipMany(byte close, int depth)
    {
        if (depth == MaxDepth)
        {
            return Fail(JsonFault.NestedTooDeep, _at);
        }

        for (var more = First(close); more; more = Another(close))
        {
            if ((close == '}' && !Key(out _)) || !Skip(depth + 1))
            {
                return false;
            }
        }

        return Fault == JsonFault.None;
    }
}
