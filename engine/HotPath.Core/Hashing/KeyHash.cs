using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Hashing;

/// <summary>
/// A 32-bit hash of attribute keys, to compare before the bytes are. It looks at no more than 64 bytes, so a key of a mebibyte costs what a
/// short one does; equal hashes prove nothing, and a sender who makes them on purpose gains a comparison of bytes, no more.
/// <code>
///   length      blocks of 16 bytes that are hashed (overlapping, so nothing outside the key is read and nothing is masked)
///   0 .. 16     one:  its first 8 bytes and its last 8 (shorter: 4 and 4; below 4: first, middle, last)
///   17 .. 32    two:  the first 16, the last 16
///   33 ..       four: the first 32, the last 32
///
///   block i = m0 m1 m2 m3 (32 bits each);  sum += (m0+k0)·(m1+k1) + (m2+k2)·(m3+k3)  mod 2⁶⁴,  k = the block's own constants
/// </code>
/// The sum does not care in which order it is made, so one wide step, two or four narrow ones, and no vectors at all give the same
/// (NH, of RFC 4418).
/// </summary>
public static unsafe class KeyHash
{
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private static Vector512<uint> Keys
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(FirstKeys, LaterKeys);
    }

    private static Vector256<uint> FirstKeys
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            0x85EBCA6Bu, 0xC2B2AE35u, 0x27D4EB2Fu, 0x165667B1u, 0x9E3779B1u, 0xB5297A4Du, 0x68E31DA4u, 0x1B56C4E9u);
    }

    private static Vector256<uint> LaterKeys
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            0xCC9E2D51u, 0x1B873593u, 0xE6546B64u, 0x38B34AE5u, 0xA1E38B93u, 0x239B961Bu, 0x7FEB352Du, 0x846CA68Bu);
    }

    // The first four of them: a constant of its own, since most keys need no more.
    private static Vector128<uint> ShortKeys
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0x85EBCA6Bu, 0xC2B2AE35u, 0x27D4EB2Fu, 0x165667B1u);
    }

    /// <summary>The hash of a key's UTF-8 bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> key)
    {
        fixed (byte* at = key)
        {
            return Of(at, key.Length);
        }
    }

    /// <summary>The hash of the <paramref name="length"/> bytes at <paramref name="at"/>; reads nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Of(byte* at, int length)
    {
        if (length <= 16)
        {
            return Finish(Sum(Short(at, length)), length);
        }

        return length <= 32 ? Finish(Sum(Halves(at, length)), length) : Long(at, length);
    }

    /// <summary>The twin without vectors, to which every width is equal.</summary>
    internal static uint OfScalar(ReadOnlySpan<byte> key)
    {
        fixed (byte* at = key)
        {
            int length = key.Length;
            Vector512<uint> keys = Keys;
            ulong sum;
            if (length <= 16)
            {
                Vector128<uint> block = Short(at, length);
                sum = Pairs((uint*)&block, (uint*)&keys, 4);
            }
            else if (length <= 32)
            {
                sum = Pairs((uint*)at, (uint*)&keys, 4) + Pairs((uint*)(at + length - 16), (uint*)&keys + 4, 4);
            }
            else
            {
                sum = Pairs((uint*)at, (uint*)&keys, 8) + Pairs((uint*)(at + length - 32), (uint*)&keys + 8, 8);
            }

            return Finish(sum, length);
        }
    }

    private static ulong Pairs(uint* message, uint* keys, int count)
    {
        ulong sum = 0;
        for (int i = 0; i < count; i += 2)
        {
            sum += (ulong)(message[i] + keys[i]) * (message[i + 1] + keys[i + 1]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Short(byte* at, int length)
    {
        if (length >= 8)
        {
            return Vector128.Create(*(ulong*)at, *(ulong*)(at + length - 8)).AsUInt32();
        }

        if (length >= 4)
        {
            return Vector128.Create(*(uint*)at, *(uint*)(at + length - 4), 0, 0);
        }

        return length == 0
            ? Vector128<uint>.Zero
            : Vector128.Create(at[0] | ((uint)at[length >> 1] << 8) | ((uint)at[length - 1] << 16), 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Halves(byte* at, int length) =>
        Vector256.Create(Vector128.Load(at), Vector128.Load(at + length - 16)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Long(byte* at, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> mixed = Vector512.Create(Vector256.Load(at), Vector256.Load(at + length - 32)).AsUInt32() + Keys;
            Vector512<ulong> even = mixed.AsUInt64() & Vector512.Create((ulong)uint.MaxValue);
            return Finish(Vector512.Sum(even * (mixed.AsUInt64() >>> 32)), length);
        }

        ulong sum = Sum(Vector256.Load(at).AsUInt32(), FirstKeys) + Sum(Vector256.Load(at + length - 32).AsUInt32(), LaterKeys);
        return Finish(sum, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(Vector128<uint> block) => Sum(block, ShortKeys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(Vector256<uint> blocks) => Sum(blocks, FirstKeys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(Vector128<uint> block, Vector128<uint> keys)
    {
        Vector128<ulong> mixed = (block + keys).AsUInt64();
        ulong first = mixed.ToScalar();
        ulong second = mixed.GetElement(1);
        return ((first & uint.MaxValue) * (first >> 32)) + ((second & uint.MaxValue) * (second >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(Vector256<uint> blocks, Vector256<uint> keys)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            return Sum(blocks.GetLower(), keys.GetLower()) + Sum(blocks.GetUpper(), keys.GetUpper());
        }

        Vector256<ulong> mixed = (blocks + keys).AsUInt64();
        return Vector256.Sum((mixed & Vector256.Create((ulong)uint.MaxValue)) * (mixed >>> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Finish(ulong sum, int length)
    {
        ulong mixed = (sum ^ (uint)length) * Spread;
        return (uint)((mixed ^ (mixed >> 29)) >> 7);
    }
}
