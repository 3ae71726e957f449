using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Core.Hashing;

/// <summary>One message at a time: the twin to which every width is equal.</summary>
internal readonly struct ScalarHashLanes : IHashLanes<uint>
{
    public static int Count => 1;

    public static uint All(uint word) => word;

    public static uint Add(uint left, uint right) => left + right;

    public static uint BigSigma0(uint word) =>
        BitOperations.RotateRight(word, 2) ^ BitOperations.RotateRight(word, 13) ^ BitOperations.RotateRight(word, 22);

    public static uint BigSigma1(uint word) =>
        BitOperations.RotateRight(word, 6) ^ BitOperations.RotateRight(word, 11) ^ BitOperations.RotateRight(word, 25);

    public static uint SmallSigma0(uint word) => BitOperations.RotateRight(word, 7) ^ BitOperations.RotateRight(word, 18) ^ (word >> 3);

    public static uint SmallSigma1(uint word) => BitOperations.RotateRight(word, 17) ^ BitOperations.RotateRight(word, 19) ^ (word >> 10);

    public static uint Choose(uint choice, uint yes, uint no) => no ^ (choice & (yes ^ no));

    public static uint Majority(uint first, uint second, uint third) => (first & second) | (third & (first | second));

    public static uint Turned(uint words) => BinaryPrimitives.ReverseEndianness(words);
}
