using System.Buffers.Binary;
using HotPath.Core.Hashing;

namespace HotPath.Core.Storage;

/// <summary>
/// What stands before each record of a segment. All numbers are little-endian; the header has a checksum of its own, so that a reader can
/// tell a broken body, which it steps over, from a broken length, after which it must look for the next record.
/// <code>
///   0        4        8        12       16       20       24       28       32       36       40  41  42    44
///   ┌────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┬───┬───┬─────┬─────────┬─────────────┐
///   │ magic  │ CRC of │ CRC of │ stored │ raw    │ items  │resource│context │ index  │ owner  │sig│cod│  0  │ context │ payload     │
///   │ "HPr1" │ 8..44  │ body   │ bytes  │ bytes  │        │ blocks │ bytes  │        │        │nal│ec │     │         │ (compressed)│
///   └────────┴────────┴────────┴────────┴────────┴────────┴────────┴────────┴────────┴────────┴───┴───┴─────┴─────────┴─────────────┘
///                                                                                                           └──── stored bytes ─────┘
/// </code>
/// </summary>
/// <param name="BodyChecksum">CRC-32C of context and payload, as they are stored.</param>
/// <param name="StoredBytes">Bytes of context and payload, as they are stored.</param>
/// <param name="RawBytes">Bytes of the payload before it was compressed.</param>
/// <param name="Items">Items in the payload.</param>
/// <param name="Resources">Resource blocks in the payload.</param>
/// <param name="ContextBytes">Bytes of the context, which is not compressed.</param>
/// <param name="Index">The record's place in its segment, from 0.</param>
/// <param name="Owner">Whose it is: what the log's user says.</param>
/// <param name="Signal">What the payload carries.</param>
/// <param name="IsCompressed">Whether the payload is an LZ4 frame, or stands as it came.</param>
public readonly record struct RecordHeader(
    uint BodyChecksum,
    int StoredBytes,
    int RawBytes,
    int Items,
    int Resources,
    int ContextBytes,
    int Index,
    uint Owner,
    Signal Signal,
    bool IsCompressed)
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 44;

    /// <summary>The first four bytes of every header, "HPr1".</summary>
    internal const uint Magic = 0x3172_5048;

    /// <summary>Bytes of the whole record, header and all.</summary>
    public long RecordBytes => Bytes + (long)StoredBytes;

    /// <summary>Writes it, with its checksum.</summary>
    public void Write(Span<byte> to)
    {
        to[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(to, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], BodyChecksum);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], StoredBytes);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], RawBytes);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], Items);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], Resources);
        BinaryPrimitives.WriteInt32LittleEndian(to[28..], ContextBytes);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], Index);
        BinaryPrimitives.WriteUInt32LittleEndian(to[36..], Owner);
        to[40] = (byte)Signal;
        to[41] = IsCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Crc32C.Of(to[8..Bytes]));
    }

    /// <summary>Reads it; false if these are not the bytes of a header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out RecordHeader header)
    {
        header = default;
        if (from.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != Crc32C.Of(from[8..Bytes]))
        {
            return false;
        }

        header = new RecordHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[28..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[36..]),
            (Signal)from[40],
            from[41] != 0);
        return header is { StoredBytes: >= 0, RawBytes: >= 0, Items: >= 0, Resources: >= 0, ContextBytes: >= 0, Index: >= 0 }
            && header.ContextBytes <= header.StoredBytes;
    }
}
