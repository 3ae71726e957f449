using System.Numerics;
using HotPath.Core.Hashing;

namespace HotPath.Core.Compression;

/// <summary>The checksum of snappy's frames: CRC-32C, masked (framing_format.txt, section 3).</summary>
internal static class SnappyChecksum
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The masked checksum of some bytes before compression.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C.Of(bytes), 15) + MaskDelta;
}
