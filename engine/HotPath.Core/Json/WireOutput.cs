using System.Buffers.Binary;

namespace HotPath.Core.Json;

/// <summary>
/// Where wire bytes go: counted in the size pass, written in the write pass, by the same calls, so that the two cannot differ.
/// A message's length is known at its end only. It is written as if it had one byte, and the content moved if it has more: that costs
/// less than to remember lengths, and needs no memory.
/// </summary>
internal ref struct WireOutput
{
    private const int MaxVarintBytes = 10;
    private readonly Span<byte> _wire;
    private long _at;

    private WireOutput(Span<byte> wire, bool isMeasuring)
    {
        _wire = wire;
        IsMeasuring = isMeasuring;
    }

    /// <summary>Whether bytes are only counted.</summary>
    internal bool IsMeasuring { get; }

    /// <summary>How many bytes there are so far.</summary>
    internal readonly long Length => _at;

    /// <summary>An output that counts.</summary>
    internal static WireOutput Measure() => new(default, isMeasuring: true);

    /// <summary>An output that writes.</summary>
    internal static WireOutput Write(Span<byte> wire) => new(wire, isMeasuring: false);

    internal void Varint(ulong value)
    {
        if (IsMeasuring)
        {
            _at += VarintLength(value);
            return;
        }

        var room = Take(VarintLength(value));
        for (var i = 0; i < room.Length; i++)
        {
            room[i] = (byte)(i == room.Length - 1 ? value : value | 0x80);
            value >>= 7;
        }
    }

    internal void Fixed64(ulong value)
    {
        if (IsMeasuring)
        {
            _at += sizeof(ulong);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);
        }
    }

    internal void Fixed32(uint value)
    {
        if (IsMeasuring)
        {
            _at += sizeof(uint);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);
        }
    }

    /// <summary>A length and a text.</summary>
    internal void Text(JsonString text)
    {
        var length = text.Length;
        Varint((ulong)length);
        if (IsMeasuring)
        {
            _at += length;
        }
        else
        {
            text.CopyTo(Take(length));
        }
    }

    /// <summary>A length and room for content of it, to be filled; no room when measuring.</summary>
    internal Span<byte> Delimited(int length)
    {
        Varint((ulong)length);
        if (!IsMeasuring)
        {
            return Take(length);
        }

        _at += length;
        return default;
    }

    /// <summary>Begins content whose length is not known yet; the answer goes to <see cref="End"/>.</summary>
    internal long Begin()
    {
        if (IsMeasuring)
        {
            return _at;
        }

        Take(1);
        return _at;
    }

    /// <summary>Ends the content that began at <paramref name="start"/> and writes its length before it.</summary>
    internal void End(long start)
    {
        var length = _at - start;
        var width = VarintLength((ulong)length);
        if (IsMeasuring)
        {
            _at += width;
            return;
        }

        if (width > 1)
        {
            Take(width - 1);
            var from = (int)start;
            _wire.Slice(from, (int)length).CopyTo(_wire[(from + width - 1)..]);
        }

        var end = _at;
        _at = start - 1;
        Varint((ulong)length);
        _at = end;
    }

    private static int VarintLength(ulong value) =>
        value < 0x80 ? 1 : Math.Min(MaxVarintBytes, (System.Numerics.BitOperations.Log2(value) / 7) + 1);

    private Span<byte> Take(int length)
    {
        var at = (int)_at;
        if (length > _wire.Length - at)
        {
            throw new ArgumentException(
                $"The {_wire.Length} bytes for the wire request are too few: take as many as the size pass of the same JSON says.");
        }

        _at += length;
        return _wire.Slice(at, length);
    }
}
