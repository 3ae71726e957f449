using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>
/// Reads JSON token by token (RFC 8259) and stops at the first fault, which it notes. Nothing is copied, nothing outside is read, and
/// nothing behind the value that was asked for is looked at, but for wide loads within the text. Methods that return a bool return false
/// after a fault. What is nearly always so (no white space, a short string without escapes) is decided in line; the rest is a call.
/// </summary>
internal unsafe ref partial struct JsonCursor
{
    /// <summary>Objects and arrays that no field takes may be nested this deep, and messages below the request.</summary>
    internal const int MaxDepth = 100;

    private readonly byte* _start;
    private byte* _at;

    /// <summary>Reads [<paramref name="start"/>, <paramref name="end"/>), which must stay where it is.</summary>
    internal JsonCursor(byte* start, byte* end)
    {
        _start = start;
        _at = start;
        End = end;
    }

    /// <summary>None, or the first fault.</summary>
    internal JsonFault Fault { get; private set; }

    /// <summary>Where the first fault lies.</summary>
    internal int FaultOffset { get; private set; }

    /// <summary>Behind the last byte.</summary>
    internal byte* End { get; }

    /// <summary>Where the next byte to read is.</summary>
    internal readonly int At => (int)(_at - _start);

    /// <summary>The next byte to read; to pass over what was read there.</summary>
    internal byte* Here
    {
        readonly get => _at;
        set => _at = value;
    }

    /// <summary>Whether there is no byte to read.</summary>
    internal readonly bool IsAtEnd => _at >= End;

    /// <summary>Passes over white space and says what follows; 0, which begins no token, at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte Peek() => _at < End && *_at > ' ' ? *_at : PeekFar();

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

        return Fail(JsonFault.NotJson, At);
    }

    /// <summary>Reads a key and its colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Key(out JsonString key)
    {
        if (TryShort(out var text, out var length) && _at[length + 2] == ':')
        {
            key = new JsonString(_at + 1, length, isEscaped: false, isAscii: false);
            _at += length + 3;
            return true;
        }

        return KeyFar(out key);
    }

    /// <summary>
    /// Looks at a string of less than 32 bytes without escapes that begins at the next byte. False does not say that there is none, and
    /// true leaves the cursor where it is: the string ends at <see cref="PassShort"/>. The byte behind it may be read.
    /// </summary>
    /// <param name="text">What stands behind the opening quote.</param>
    /// <param name="length">How much of that the string has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool TryShort(out Vector256<byte> text, out int length)
    {
        var at = _at;
        if (Vector256.IsHardwareAccelerated && End - at > StringScan.Width + 1 && *at == '"')
        {
            text = Vector256.Load(at + 1);
            var stops = StringScan.Stops(text);
            length = BitOperations.TrailingZeroCount(stops);
            return stops != 0 && at[length + 1] == '"';
        }

        text = default;
        length = 0;
        return false;
    }

    /// <summary>Passes over the string that <see cref="TryShort"/> saw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PassShort(int length) => _at += length + 2;

    /// <summary>Reads a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool String(out JsonString value)
    {
        if (Peek() == '"')
        {
            var from = _at + 1;
            var stop = StringScan.Stop(from, End, out var isAscii);
            if (stop < End && *stop == '"')
            {
                value = new JsonString(from, (int)(stop - from), isEscaped: false, isAscii);
                _at = stop + 1;
                return true;
            }

            return Escaped(stop, isAscii, out value);
        }

        value = default;
        return Fail(JsonFault.NotJson, At);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool KeyFar(out JsonString key)
    {
        if (!String(out key))
        {
            return false;
        }

        if (Peek() != ':')
        {
            return Fail(JsonFault.NotJson, At);
        }

        _at++;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte PeekFar()
    {
        _at = StringScan.SpaceEnd(_at, End);
        return _at < End ? *_at : (byte)0;
    }

    /// <summary>Reads the string that the cursor stands at, of which everything before <paramref name="stop"/> is plain.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Escaped(byte* stop, bool isAscii, out JsonString value)
    {
        var from = _at + 1;
        while (stop < End && *stop == '\\')
        {
            var escape = JsonEscapes.LengthAt(new ReadOnlySpan<byte>(stop, (int)(End - stop)));
            if (escape == 0)
            {
                break;
            }

            stop = StringScan.Stop(stop + escape, End, out var isRestAscii);
            isAscii &= isRestAscii;
            if (stop < End && *stop == '"')
            {
                value = new JsonString(from, (int)(stop - from), isEscaped: true, isAscii);
                _at = stop + 1;
                return true;
            }
        }

        value = default;
        return Fail(JsonFault.NotJson, (int)(stop - _start));
    }
}
