using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HotPath.Core.Hashing;

/// <summary>
/// CRC-32 by folding (Gopal and others, Fast CRC Computation for Generic Polynomials Using PCLMULQDQ, Intel 2009): what is read so far is
/// a remainder of 16 bytes in each lane, and to add what lies D bits further on, each half of it is multiplied by a power of x near D.
/// <code>
///   lane:  │ low 64 bits, earlier │ high 64 bits, later │
///          │ × x^(D+32)           │ × x^(D−32)          │   then both, and the bytes D further on, are added
/// </code>
/// Four vectors are under way at once, of 16 bytes or of 64, whichever the processor has. What is left in the end is one lane, whose
/// checksum the tables make.
/// </summary>
internal static class Crc32Fold
{
    /// <summary>Fewer bytes are not worth it.</summary>
    public const int LeastBytes = 128;

    private const int Lane = 16;
    private const int Narrow = 4 * Lane;
    private const int Wide = 4 * Narrow;

    private static readonly Vector128<ulong> ByLane = Factors(8 * Lane);
    private static readonly Vector128<ulong> ByNarrow = Factors(8 * Narrow);
    private static readonly Vector128<ulong> ByWide = Factors(8 * Wide);

    /// <summary>The register after as many of the bytes as make up whole lanes, which are taken off.</summary>
    public static uint Add(uint register, ref ReadOnlySpan<byte> bytes)
    {
        Vector128<ulong> rest = Pclmulqdq.V512.IsSupported && bytes.Length >= 2 * Wide
            ? FoldWide(register, ref bytes)
            : FoldNarrow(register, ref bytes);
        while (bytes.Length >= Lane)
        {
            rest = Fold(rest, ByLane) ^ Load128(bytes, 0);
            bytes = bytes[Lane..];
        }

        return Crc32.Plain(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in rest)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> FoldNarrow(uint register, ref ReadOnlySpan<byte> bytes)
    {
        Vector128<ulong> a = Load128(bytes, 0) ^ Vector128.CreateScalar((ulong)register);
        Vector128<ulong> b = Load128(bytes, Lane);
        Vector128<ulong> c = Load128(bytes, 2 * Lane);
        Vector128<ulong> d = Load128(bytes, 3 * Lane);
        Vector128<ulong> by = ByNarrow;
        for (bytes = bytes[Narrow..]; bytes.Length >= Narrow; bytes = bytes[Narrow..])
        {
            a = Fold(a, by) ^ Load128(bytes, 0);
            b = Fold(b, by) ^ Load128(bytes, Lane);
            c = Fold(c, by) ^ Load128(bytes, 2 * Lane);
            d = Fold(d, by) ^ Load128(bytes, 3 * Lane);
        }

        return Join(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> FoldWide(uint register, ref ReadOnlySpan<byte> bytes)
    {
        Vector512<ulong> a = Load512(bytes, 0) ^ Vector512.CreateScalar((ulong)register);
        Vector512<ulong> b = Load512(bytes, Narrow);
        Vector512<ulong> c = Load512(bytes, 2 * Narrow);
        Vector512<ulong> d = Load512(bytes, 3 * Narrow);
        Vector512<ulong> by = Widen(ByWide);
        for (bytes = bytes[Wide..]; bytes.Length >= Wide; bytes = bytes[Wide..])
        {
            a = Fold(a, by) ^ Load512(bytes, 0);
            b = Fold(b, by) ^ Load512(bytes, Narrow);
            c = Fold(c, by) ^ Load512(bytes, 2 * Narrow);
            d = Fold(d, by) ^ Load512(bytes, 3 * Narrow);
        }

        by = Widen(ByNarrow);
        a = Fold(Fold(Fold(a, by) ^ b, by) ^ c, by) ^ d;
        for (; bytes.Length >= Narrow; bytes = bytes[Narrow..])
        {
            a = Fold(a, by) ^ Load512(bytes, 0);
        }

        return Join(a.GetLower().GetLower(), a.GetLower().GetUpper(), a.GetUpper().GetLower(), a.GetUpper().GetUpper());
    }

    private static Vector128<ulong> Join(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, Vector128<ulong> d) =>
        Fold(Fold(Fold(a, ByLane) ^ b, ByLane) ^ c, ByLane) ^ d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> value, Vector512<ulong> by) =>
        Pclmulqdq.V512.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load128(ReadOnlySpan<byte> bytes, int at) => Vector128.Create(bytes.Slice(at, Lane)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load512(ReadOnlySpan<byte> bytes, int at) => Vector512.Create(bytes.Slice(at, Narrow)).AsUInt64();

    private static Vector512<ulong> Widen(Vector128<ulong> lane)
    {
        Vector256<ulong> two = Vector256.Create(lane, lane);
        return Vector512.Create(two, two);
    }

    /// <summary>x^(D+32) and x^(D−32) for a distance in bits; a product of reversed polynomials comes out one bit too low.</summary>
    private static Vector128<ulong> Factors(int bits) => Vector128.Create(
        (ulong)Crc32Polynomials.Power((ulong)(bits + 32)) << 1, (ulong)Crc32Polynomials.Power((ulong)(bits - 32)) << 1);
}
