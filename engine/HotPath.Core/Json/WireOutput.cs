using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>
/// Where wire bytes go. They are written as long as there is room, and only counted from there on, by the same calls, so that the two
/// cannot differ. A message's length is known at its end only: room is left for as many bytes as such a length mostly has, and the content
/// moved if it has more or fewer, which needs no memory to remember lengths in.
/// </summary>
internal unsafe ref partial struct WireOutput
{
    /// <summary>What can be written in one go.</summary>
    internal const int MostReserved = 128;

    private const long Counting = -1;

    private readonly byte* _wire;
    private readonly byte* _spare;
    private readonly bool _isExact;
    private long _limit;
    private long _at;

    private WireOutput(byte* spare, byte* wire, long limit, bool isExact)
    {
        _spare = spare;
        _wire = wire;
        _limit = limit;
        _isExact = isExact;
    }

    /// <summary>Whether all bytes so far are written.</summary>
    internal readonly bool IsWriting => _limit != Counting;

    /// <summary>How many bytes there are so far.</summary>
    internal readonly long Length => _at;

    /// <summary>An output that only counts.</summary>
    /// <param name="spare"><see cref="MostReserved"/> bytes for what is counted.</param>
    internal static WireOutput Measure(byte* spare) => new(spare, null, Counting, isExact: false);

    /// <summary>An output that writes as long as there is room. It may need some bytes of room more than there are in the end.</summary>
    internal static WireOutput Try(byte* spare, byte* wire, int room) => new(spare, wire, room, isExact: false);

    /// <summary>An output that writes, and never needs more room than there are bytes in the end; it moves more for that.</summary>
    internal static WireOutput Exact(byte* spare, byte* wire, int room) => new(spare, wire, room, isExact: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Varint(ulong value)
    {
        if (value < 0x80 && _at < _limit)
        {
            _wire[_at++] = (byte)value;
            return;
        }

        LongVarint(value);
    }

    internal void Fixed64(ulong value)
    {
        if (HasRoom(sizeof(ulong)))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(_wire + _at, sizeof(ulong)), value);
        }

        _at += sizeof(ulong);
    }

    internal void Fixed32(uint value)
    {
        if (HasRoom(sizeof(uint)))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(_wire + _at, sizeof(uint)), value);
        }

        _at += sizeof(uint);
    }

    /// <summary>A length and a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="readable">How far wide loads of it may go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Text(JsonString text, byte* readable)
    {
        if (text.IsEscaped)
        {
            Escaped(text.Raw);
            return;
        }

        var length = text.RawLength;
        Varint((ulong)length);
        if (length <= StringScan.Width && readable - text.Start >= StringScan.Width && _limit - _at >= StringScan.Width)
        {
            // What is copied too much is written over.
            Vector256.Load(text.Start).Store(_wire + _at);
        }
        else if (HasRoom(length))
        {
            Unsafe.CopyBlockUnaligned(_wire + _at, text.Start, (uint)length);
        }

        _at += length;
    }

    /// <summary>A length and a text of fewer than 32 bytes; false, and nothing, if there is no room to write more than that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryShort(Vector256<byte> text, int length)
    {
        if (_limit - _at <= StringScan.Width)
        {
            return false;
        }

        var to = _wire + _at;
        *to = (byte)length;

        // What is copied too much is written over.
        text.Store(to + 1);
        _at += length + 1;
        return true;
    }

    /// <summary>A length and room for content of it, to be filled; null if bytes are only counted.</summary>
    internal byte* Delimited(int length)
    {
        Varint((ulong)length);
        var room = HasRoom(length) ? _wire + _at : null;
        _at += length;
        return room;
    }

    /// <summary>
    /// Where <see cref="MostReserved"/> bytes may be written, of which <see cref="Took"/> says how many were; null if there may be no room
    /// for them. If bytes are only counted, it is spare room.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly byte* TryReserve() => _limit - _at >= MostReserved ? _wire + _at : IsWriting ? null : _spare;

    /// <summary>So many bytes are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Took(long length) => _at += length;

    /// <summary>Writes a varint; returns where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Put(byte* at, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            *at++ = (byte)(value | 0x80);
        }

        *at = (byte)value;
        return at + 1;
    }

    private static int VarintLength(ulong value) => ((BitOperations.Log2(value) * 9) + 73) >> 6;

    /// <summary>Whether so many bytes more can be written. If not, from here on all are only counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoom(int length)
    {
        if (_limit - _at >= length)
        {
            return true;
        }

        _limit = Counting;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LongVarint(ulong value)
    {
        var length = VarintLength(value);
        if (HasRoom(length))
        {
            Put(_wire + _at, value);
        }

        _at += length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Escaped(ReadOnlySpan<byte> raw)
    {
        var length = JsonEscapes.DecodedLength(raw);
        var room = Delimited(length);
        if (room != null)
        {
            JsonEscapes.Decode(raw, new Span<byte>(room, length));
        }
    }
}
