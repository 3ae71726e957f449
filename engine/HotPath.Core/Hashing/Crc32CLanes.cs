using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Core.Hashing;

/// <summary>
/// CRC-32C of long stretches. The processor's instruction takes three cycles and can begin one each cycle: three lanes that stand next to
/// each other run side by side, and are put together after them. A register that goes over so many zero bytes is a linear map of its bits,
/// which four tables hold.
/// </summary>
internal static class Crc32CLanes
{
    /// <summary>Bytes of one lane.</summary>
    public const int LaneBytes = 1024;

    private static readonly uint[] OverOneLane = MakeTables(LaneBytes);
    private static readonly uint[] OverTwoLanes = MakeTables(2 * LaneBytes);

    /// <summary>The register after as many threes of lanes as there are; the rest of the bytes is left.</summary>
    public static uint Add(uint register, ref ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * LaneBytes)
        {
            ReadOnlySpan<byte> first = bytes[..LaneBytes];
            ReadOnlySpan<byte> second = bytes.Slice(LaneBytes, LaneBytes);
            ReadOnlySpan<byte> third = bytes.Slice(2 * LaneBytes, LaneBytes);
            uint one = register;
            uint two = 0;
            uint three = 0;
            for (int at = 0; at < LaneBytes; at += sizeof(ulong))
            {
                one = BitOperations.Crc32C(one, BinaryPrimitives.ReadUInt64LittleEndian(first[at..]));
                two = BitOperations.Crc32C(two, BinaryPrimitives.ReadUInt64LittleEndian(second[at..]));
                three = BitOperations.Crc32C(three, BinaryPrimitives.ReadUInt64LittleEndian(third[at..]));
            }

            register = Shift(OverTwoLanes, one) ^ Shift(OverOneLane, two) ^ three;
            bytes = bytes[(3 * LaneBytes)..];
        }

        return register;
    }

    private static uint Shift(uint[] tables, uint register) =>
        tables[register & 0xFF] ^ tables[256 + ((register >> 8) & 0xFF)]
        ^ tables[512 + ((register >> 16) & 0xFF)] ^ tables[768 + (register >> 24)];

    /// <summary>For each byte of a register and each of its values, the register after so many zero bytes.</summary>
    private static uint[] MakeTables(int zeros)
    {
        Span<uint> bits = stackalloc uint[32];
        for (int bit = 0; bit < bits.Length; bit++)
        {
            uint register = 1u << bit;
            for (int i = 0; i < zeros; i++)
            {
                register = BitOperations.Crc32C(register, (byte)0);
            }

            bits[bit] = register;
        }

        var tables = new uint[4 * 256];
        for (int i = 0; i < tables.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                tables[i] ^= ((i >> bit) & 1) == 0 ? 0 : bits[(i / 256 * 8) + bit];
            }
        }

        return tables;
    }
}
