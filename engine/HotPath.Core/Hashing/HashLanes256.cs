using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HotPath.Core.Hashing;

/// <summary>Eight messages at a time.</summary>
internal readonly struct HashLanes256 : IHashLanes<Vector256<uint>>
{
    public static int Count => 8;

    private static Vector256<byte> Turn => Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
        19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> All(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> BigSigma0(Vector256<uint> word) => Rotated(word, 2) ^ Rotated(word, 13) ^ Rotated(word, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> BigSigma1(Vector256<uint> word) => Rotated(word, 6) ^ Rotated(word, 11) ^ Rotated(word, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SmallSigma0(Vector256<uint> word) => Rotated(word, 7) ^ Rotated(word, 18) ^ (word >>> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SmallSigma1(Vector256<uint> word) => Rotated(word, 17) ^ Rotated(word, 19) ^ (word >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> choice, Vector256<uint> yes, Vector256<uint> no) =>
        Vector256.ConditionalSelect(choice, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third) =>
        Vector256.ConditionalSelect(first ^ second, third, first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Turned(Vector256<uint> words) => Vector256.Shuffle(words.AsByte(), Turn).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotated(Vector256<uint> word, [ConstantExpected] byte by) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(word, by) : (word >>> by) | (word << (32 - by));
}
