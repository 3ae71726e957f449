using System.Buffers.Binary;

namespace HotPath.Testing.Compression;

/// <summary>
/// Snappy's framing format for test code, over IronSnappy's blocks (google/snappy, framing_format.txt). IronSnappy 1.3.0 has frames, too,
/// but its checksums are not CRC-32C's.
/// </summary>
public static class SnappyFrames
{
    private const int ChunkBytes = 65_536;
    private const uint Polynomial = 0x82F63B78;

    private static readonly byte[] Start = [0xFF, 6, 0, 0, .. "sNaPpY"u8];

    /// <summary>Writes a stream, every other chunk of which is not compressed.</summary>
    public static byte[] Write(byte[] message)
    {
        var to = new MemoryStream();
        to.Write(Start);
        byte kind = 0;
        foreach (byte[] piece in message.Chunk(ChunkBytes))
        {
            byte[] content = kind == 0 ? IronSnappy.Snappy.Encode(piece) : piece;
            int length = content.Length + 4;
            to.Write([kind, (byte)length, (byte)(length >> 8), (byte)(length >> 16)]);
            to.Write(BitConverter.GetBytes(Checksum(piece)));
            to.Write(content);
            kind ^= 1;
        }

        return to.ToArray();
    }

    /// <summary>Reads a stream; throws <see cref="InvalidDataException"/> for one that is wrong.</summary>
    public static byte[] Read(ReadOnlySpan<byte> stream)
    {
        var to = new MemoryStream();
        Require(stream.StartsWith(Start), "the start");
        for (stream = stream[Start.Length..]; !stream.IsEmpty;)
        {
            int length = stream[1] | (stream[2] << 8) | (stream[3] << 16);
            uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(stream[4..]);
            byte[] content = stream.Slice(8, length - 4).ToArray();
            Require(stream[0] <= 1, "a chunk's kind");
            byte[] piece = stream[0] == 0 ? IronSnappy.Snappy.Decode(content) : content;
            Require(piece.Length <= ChunkBytes, "a chunk's length");
            Require(Checksum(piece) == checksum, "a checksum");
            to.Write(piece);
            stream = stream[(4 + length)..];
        }

        return to.ToArray();
    }

    /// <summary>The masked CRC-32C, bit by bit.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{what} of the snappy stream is wrong");
        }
    }
}
