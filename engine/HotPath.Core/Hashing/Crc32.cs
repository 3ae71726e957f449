using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace HotPath.Core.Hashing;

/// <summary>
/// The CRC-32 of gzip (RFC 1952, section 8): folded by carry-less multiplication where the processor can, or by its own instruction on
/// Arm; else by tables. Stateless; any thread.
/// </summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    /// <summary>At <c>256 × n + b</c>: what the byte b, followed by n zeros, makes of the register.</summary>
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Add(0, bytes);

    /// <summary>The checksum of bytes that follow on others.</summary>
    /// <param name="before">The checksum of those before; 0 for none.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Add(uint before, ReadOnlySpan<byte> bytes)
    {
        uint register = ~before;
        if (Pclmulqdq.IsSupported && bytes.Length >= Crc32Fold.LeastBytes)
        {
            register = Crc32Fold.Add(register, ref bytes);
        }

        return ~Plain(register, bytes);
    }

    /// <summary>
    /// The checksum of two runs of bytes, one behind the other, out of those of each: the first one's register goes on over as many
    /// zeros as the second has bytes. Takes time by the logarithm of the length.
    /// </summary>
    /// <param name="first">The first run's checksum.</param>
    /// <param name="second">The second run's checksum.</param>
    /// <param name="secondBytes">The second run's length.</param>
    public static uint Combine(uint first, uint second, long secondBytes) =>
        Crc32Polynomials.Multiply(Crc32Polynomials.Power(8 * (ulong)secondBytes), first) ^ second;

    /// <summary>The register after some more bytes, without folding.</summary>
    internal static uint Plain(uint register, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            ulong next = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            register = ArmCrc32.Arm64.IsSupported ? ArmCrc32.Arm64.ComputeCrc32(register, next) : Eight(register ^ next);
        }

        foreach (byte value in bytes)
        {
            register = Tables[(byte)(register ^ value)] ^ (register >> 8);
        }

        return register;
    }

    private static uint Eight(ulong bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        return tables[(7 * 256) + (byte)bytes] ^ tables[(6 * 256) + (byte)(bytes >> 8)]
            ^ tables[(5 * 256) + (byte)(bytes >> 16)] ^ tables[(4 * 256) + (byte)(bytes >> 24)]
            ^ tables[(3 * 256) + (byte)(bytes >> 32)] ^ tables[(2 * 256) + (byte)(bytes >> 40)]
            ^ tables[256 + (byte)(bytes >> 48)] ^ tables[(int)(bytes >> 56)];
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Slices * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint register = value;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) == 0 ? 0 : Polynomial);
            }

            tables[value] = register;
        }

        for (int at = 256; at < tables.Length; at++)
        {
            uint before = tables[at - 256];
            tables[at] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
