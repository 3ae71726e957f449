using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Core.Hashing;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4): the processor's instruction where there is one, .NET's table where there is none. Also piece by piece:
/// begin with <see cref="Start"/>, <see cref="Add(uint, ReadOnlySpan{byte})"/> each piece, and <see cref="End"/>.
/// </summary>
public static class Crc32C
{
    /// <summary>The register before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    private const int LeastForLanes = 3 * Crc32CLanes.LaneBytes;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    /// <summary>The register after some more bytes.</summary>
    public static uint Add(uint register, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= LeastForLanes)
        {
            register = Crc32CLanes.Add(register, ref bytes);
        }

        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }

    /// <summary>The checksum that a register stands for.</summary>
    public static uint End(uint register) => ~register;
}
