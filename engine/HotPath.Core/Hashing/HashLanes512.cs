using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HotPath.Core.Hashing;

/// <summary>Sixteen messages at a time.</summary>
internal readonly struct HashLanes512 : IHashLanes<Vector512<uint>>
{
    public static int Count => 16;

    private static Vector512<byte> Turn => Vector512.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
        19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28,
        35, 34, 33, 32, 39, 38, 37, 36, 43, 42, 41, 40, 47, 46, 45, 44,
        51, 50, 49, 48, 55, 54, 53, 52, 59, 58, 57, 56, 63, 62, 61, 60);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> All(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> BigSigma0(Vector512<uint> word) => Rotated(word, 2) ^ Rotated(word, 13) ^ Rotated(word, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> BigSigma1(Vector512<uint> word) => Rotated(word, 6) ^ Rotated(word, 11) ^ Rotated(word, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SmallSigma0(Vector512<uint> word) => Rotated(word, 7) ^ Rotated(word, 18) ^ (word >>> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SmallSigma1(Vector512<uint> word) => Rotated(word, 17) ^ Rotated(word, 19) ^ (word >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> choice, Vector512<uint> yes, Vector512<uint> no) =>
        Vector512.ConditionalSelect(choice, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third) =>
        Vector512.ConditionalSelect(first ^ second, third, first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Turned(Vector512<uint> words) => Vector512.Shuffle(words.AsByte(), Turn).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rotated(Vector512<uint> word, [ConstantExpected] byte by) =>
        Avx512F.IsSupported ? Avx512F.RotateRight(word, by) : (word >>> by) | (word << (32 - by));
}
