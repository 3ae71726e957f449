using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>Writes JSON tokens, with the commas between them, to a buffer writer. <see cref="Flush"/> hands over the last piece.</summary>
internal ref partial struct JsonOutput(IBufferWriter<byte> into)
{
    private const int Piece = 4096;

    // Enough for any number, and for sixteen bytes as hex.
    private const int LongestScalar = 40;

    private readonly IBufferWriter<byte> _into = into;
    private Span<byte> _piece;
    private int _at;
    private bool _needsComma;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Open(byte bracket)
    {
        Room(2);
        Separate();
        _piece[_at++] = bracket;
        _needsComma = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Close(byte bracket)
    {
        Room(1);
        _piece[_at++] = bracket;
        _needsComma = true;
    }

    /// <summary>Writes a field's key; its value follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Key(JsonField field)
    {
        // What is copied too much is written over.
        Room(StringScan.Width);
        var skipped = _needsComma ? 0 : 1;
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(field.KeyAfterComma), (nuint)skipped)
            .StoreUnsafe(ref MemoryMarshal.GetReference(_piece), (nuint)_at);
        _at += 1 - skipped + field.KeyLength;
        _needsComma = false;
    }

    /// <summary>Writes brackets and keys, a value of which follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(ReadOnlySpan<byte> tokens)
    {
        Room(tokens.Length + 1);
        Separate();
        Raw(tokens);
        _needsComma = false;
    }

    /// <summary>Writes brackets that close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Finish(ReadOnlySpan<byte> brackets)
    {
        Room(brackets.Length);
        Raw(brackets);
        _needsComma = true;
    }

    internal void Flag(bool value)
    {
        Room(LongestScalar);
        Separate();
        Raw(value ? "true"u8 : "false"u8);
    }

    internal void Integer(long value)
    {
        Room(LongestScalar);
        Separate();
        Digits(value);
    }

    /// <summary>Writes a 64-bit integer, which proto3's JSON has as a string, since JavaScript's numbers hold 53 bits.</summary>
    internal void Quoted(long value)
    {
        Room(LongestScalar);
        Separate();
        _piece[_at++] = (byte)'"';
        Digits(value);
        _piece[_at++] = (byte)'"';
    }

    /// <inheritdoc cref="Quoted(long)"/>
    internal void Quoted(ulong value)
    {
        Room(LongestScalar);
        Separate();
        _piece[_at++] = (byte)'"';
        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
        _piece[_at++] = (byte)'"';
    }

    internal void Real(double value)
    {
        Room(LongestScalar);
        Separate();
        if (!double.IsFinite(value))
        {
            Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
            return;
        }

        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
    }

    /// <summary>Writes bytes as hex digits in a string, at most sixteen bytes.</summary>
    internal void Hex(ReadOnlySpan<byte> id)
    {
        Room(LongestScalar);
        Separate();
        _piece[_at++] = (byte)'"';
        Convert.TryToHexStringLower(id, _piece[_at..], out var written);
        _at += written;
        _piece[_at++] = (byte)'"';
    }

    internal void Base64Text(ReadOnlySpan<byte> bytes)
    {
        Room(LongestScalar);
        Separate();
        _piece[_at++] = (byte)'"';
        while (!bytes.IsEmpty)
        {
            Room(LongestScalar);
            var isLast = Base64.GetMaxEncodedToUtf8Length(bytes.Length) <= _piece.Length - _at;
            Base64.EncodeToUtf8(bytes, _piece[_at..], out var read, out var written, isLast);
            _at += written;
            bytes = bytes[read..];
        }

        Room(1);
        _piece[_at++] = (byte)'"';
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

    /// <summary>Writes the comma before a token, if one is due; there is room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Separate()
    {
        if (_needsComma)
        {
            _piece[_at++] = (byte)',';
        }

        _needsComma = true;
    }

    private void Digits(long value)
    {
        if ((ulong)value < 10)
        {
            _piece[_at++] = (byte)('0' + value);
            return;
        }

        value.TryFormat(_piece[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
    }

    /// <summary>Writes bytes that there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_piece[_at..]);
        _at += bytes.Length;
    }

    /// <summary>Makes room for so many bytes, a piece's length at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Room(int length)
    {
        if (_piece.Length - _at < length)
        {
            NextPiece();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextPiece()
    {
        Flush();
        _piece = _into.GetSpan(Piece);
    }
}
