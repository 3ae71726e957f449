using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Core.Compression;

/// <summary>The checksum of snappy's frames: CRC-32C (RFC 3720, appendix B.4), masked (framing_format.txt, section 3).</summary>
internal static class SnappyChecksum
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The masked checksum of some bytes before compression.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C(bytes);
        return BitOperations.RotateRight(crc, 15) + MaskDelta;
    }

    /// <summary>CRC-32C: the processor's instruction where there is one (.NET has a table for where there is none).</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
