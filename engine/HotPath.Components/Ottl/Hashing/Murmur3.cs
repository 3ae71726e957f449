using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Components.Ottl.Hashing;

/// <summary>MurmurHash3 with seed 0: the 32-bit form and the 128-bit form for 64-bit processors, both written lowest byte first.</summary>
internal static class Murmur3
{
    /// <summary>Writes the 4 bytes of the 32-bit hash; returns 4.</summary>
    public static int Hash32(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        const uint C1 = 0xcc9e2d51;
        const uint C2 = 0x1b873593;
        uint hash = 0;
        ReadOnlySpan<byte> rest = data;
        for (; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
        {
            hash ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt32LittleEndian(rest) * C1, 15) * C2;
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
        }

        uint tail = 0;
        for (int i = rest.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | rest[i];
        }

        hash ^= BitOperations.RotateLeft(tail * C1, 15) * C2;
        hash ^= (uint)data.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        BinaryPrimitives.WriteUInt32LittleEndian(digest, hash ^ (hash >> 16));
        return sizeof(uint);
    }

    /// <summary>Writes the 16 bytes of the 128-bit hash; returns 16.</summary>
    public static int Hash128(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        ulong one = 0;
        ulong two = 0;
        ReadOnlySpan<byte> rest = data;
        for (; rest.Length >= 2 * sizeof(ulong); rest = rest[(2 * sizeof(ulong))..])
        {
            one ^= MixOne(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            one = ((BitOperations.RotateLeft(one, 27) + two) * 5) + 0x52dce729;
            two ^= MixTwo(BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..]));
            two = ((BitOperations.RotateLeft(two, 31) + one) * 5) + 0x38495ab5;
        }

        Span<byte> tail = stackalloc byte[2 * sizeof(ulong)];
        tail.Clear();
        rest.CopyTo(tail);
        one ^= MixOne(BinaryPrimitives.ReadUInt64LittleEndian(tail));
        two ^= MixTwo(BinaryPrimitives.ReadUInt64LittleEndian(tail[sizeof(ulong)..]));
        one ^= (ulong)data.Length;
        two ^= (ulong)data.Length;
        one += two;
        two += one;
        one = Finish(one);
        two = Finish(two);
        one += two;
        two += one;
        BinaryPrimitives.WriteUInt64LittleEndian(digest, one);
        BinaryPrimitives.WriteUInt64LittleEndian(digest[sizeof(ulong)..], two);
        return 2 * sizeof(ulong);
    }

    private static ulong MixOne(ulong block) => BitOperations.RotateLeft(block * 0x87c37b91114253d5, 31) * 0x4cf5ad432745937f;

    private static ulong MixTwo(ulong block) => BitOperations.RotateLeft(block * 0x4cf5ad432745937f, 33) * 0x87c37b91114253d5;

    private static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
