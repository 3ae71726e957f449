using System.Buffers.Binary;

namespace HotPath.Core.Compression;

/// <summary>
/// What is kept of a gzip member for sending it on (docs/adr/0011): its deflate blocks, so changed that they can stand anywhere in another
/// member. None of them is the last, and they end at a byte, with an empty stored block as zlib's Z_SYNC_FLUSH writes it.
/// <code>
///   0        4
///   │ CRC-32 │ deflate blocks … 0 00 │ 0 … │ 00 00 FF FF │
///   │ of the │ BFINAL cleared   └ header │ └ its length, and the complement
///   │ message│                           └ up to the next byte
/// </code>
/// Members are joined by writing a header, these one after the other, an empty last block, and a trailer, for which
/// <see cref="Hashing.Crc32.Combine"/> makes the checksum of the whole out of those of the messages.
/// </summary>
public static class KeptGzip
{
    /// <summary>Shorter messages are not kept: those of one batch have much in common that only compressing them together finds.</summary>
    public const int LeastMessageBytes = 16 * 1024;

    /// <summary>A message that its sender compressed to more than one part in so many is not kept: it is better compressed anew.</summary>
    public const int LeastRatio = 3;

    /// <summary>An empty last block, of the fixed code.</summary>
    private const int EndBytes = 2;

    private const int ChecksumBytes = sizeof(uint);
    private const int HeaderBits = 3;
    private const int SyncBytes = 4;

    /// <summary>What stands in front of the first member's blocks.</summary>
    public static ReadOnlySpan<byte> Header => GzipHeader.Plain;

    /// <summary>Bytes that <see cref="WriteEnd"/> writes.</summary>
    public const int TrailerBytes = EndBytes + (2 * sizeof(uint));

    /// <summary>Whether a message of these sizes is worth keeping.</summary>
    public static bool IsWorthIt(long compressedBytes, long messageBytes) =>
        messageBytes >= LeastMessageBytes && compressedBytes <= messageBytes / LeastRatio;

    /// <summary>The checksum of the message.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> kept) => BinaryPrimitives.ReadUInt32LittleEndian(kept);

    /// <summary>The deflate blocks.</summary>
    public static ReadOnlyMemory<byte> BlocksOf(ReadOnlyMemory<byte> kept) => kept[ChecksumBytes..];

    /// <summary>Writes what stands behind the last member's blocks.</summary>
    /// <param name="room">Takes <see cref="TrailerBytes"/>.</param>
    /// <param name="checksum">Of all messages.</param>
    /// <param name="size">Their bytes; what is kept of it is the remainder modulo 2³².</param>
    public static void WriteEnd(Span<byte> room, uint checksum, long size)
    {
        // BFINAL 1, BTYPE 1, and the fixed code of the block's end, seven zeros.
        room[0] = 0b011;
        room[1] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(room[EndBytes..], checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(room[(EndBytes + sizeof(uint))..], (uint)size);
    }

    /// <summary>Bytes that a stream of so many bits takes.</summary>
    internal static int SizeOf(long bits) => (int)(ChecksumBytes + ((bits + HeaderBits + 7) / 8) + SyncBytes);

    /// <summary>Writes a stream as it is kept.</summary>
    /// <param name="room">Takes <see cref="SizeOf"/> bytes.</param>
    /// <param name="stream">The deflate stream.</param>
    /// <param name="checksum">The message's checksum.</param>
    /// <param name="lastBlockBit">Where the last block begins.</param>
    /// <param name="endBit">Where the stream ends.</param>
    internal static void Write(Span<byte> room, ReadOnlySpan<byte> stream, uint checksum, long lastBlockBit, long endBit)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(room, checksum);
        Span<byte> blocks = room[ChecksumBytes..];
        stream = stream[..(int)((endBit + 7) / 8)];
        stream.CopyTo(blocks);
        blocks[(int)(lastBlockBit / 8)] &= (byte)~(1 << (int)(lastBlockBit % 8));

        // The new block's header and the bits up to the next byte are zeros, whatever stood behind the end.
        Span<byte> rest = blocks[stream.Length..(SizeOf(endBit) - ChecksumBytes)];
        rest[..^SyncBytes].Clear();
        if (endBit % 8 != 0)
        {
            blocks[stream.Length - 1] &= (byte)((1 << (int)(endBit % 8)) - 1);
        }

        rest = rest[^SyncBytes..];
        rest[0] = 0;
        rest[1] = 0;
        rest[2] = 0xFF;
        rest[3] = 0xFF;
    }
}
