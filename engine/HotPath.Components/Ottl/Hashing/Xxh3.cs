using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Components.Ottl.Hashing;

/// <summary>
/// XXH3 with its own secret and seed 0, 64 and 128 bits, written highest byte first (the canonical form). The accumulators of long inputs
/// are <see cref="Xxh3Long"/>.
/// </summary>
internal static class Xxh3
{
    internal const ulong Prime32One = 0x9E3779B1;
    internal const ulong Prime32Two = 0x85EBCA77;
    internal const ulong Prime32Three = 0xC2B2AE3D;
    internal const ulong Prime64One = 0x9E3779B185EBCA87;
    internal const ulong Prime64Two = 0xC2B2AE3D27D4EB4F;
    internal const ulong Prime64Three = 0x165667B19E3779F9;
    internal const ulong Prime64Four = 0x85EBCA77C2B2AE63;
    internal const ulong Prime64Five = 0x27D4EB2F165667C5;
    private const ulong PrimeMxOne = 0x165667919E3779F9;
    private const ulong PrimeMxTwo = 0x9FB21C651E98DF25;
    private const int MostMidsize = 240;

    /// <summary>The 192 bytes of the algorithm's secret.</summary>
    internal static ReadOnlySpan<byte> Secret =>
    [
        0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
        0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
        0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
        0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
        0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
        0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
        0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
        0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
        0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
        0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
        0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
        0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
    ];

    /// <summary>Writes the 8 bytes of the 64-bit hash; returns 8.</summary>
    public static int Hash64(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt64BigEndian(digest, Of(data));
        return sizeof(ulong);
    }

    /// <summary>The 64-bit hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> data) => data.Length switch
    {
        0 => Avalanche64(S(56) ^ S(64)),
        <= 3 => OfThree(data),
        <= 8 => OfEight(data),
        <= 16 => OfSixteen(data),
        <= 128 => OfHundred(data),
        <= MostMidsize => OfMidsize(data),
        _ => Xxh3Long.Of(data),
    };

    /// <summary>A word of the secret.</summary>
    internal static ulong S(int at) => BinaryPrimitives.ReadUInt64LittleEndian(Secret[at..]);

    /// <summary>A word of the data.</summary>
    internal static ulong D(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);

    /// <summary>The two halves of a product, one over the other.</summary>
    internal static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    /// <summary>Mixes 16 bytes with 16 of the secret.</summary>
    internal static ulong Mix16(ReadOnlySpan<byte> data, int at, int secret) =>
        Fold(D(data, at) ^ S(secret), D(data, at + 8) ^ S(secret + 8));

    /// <summary>XXH3's last step.</summary>
    internal static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 37)) * PrimeMxOne;
        return hash ^ (hash >> 32);
    }

    /// <summary>XXH64's last step.</summary>
    internal static ulong Avalanche64(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime64Two;
        hash = (hash ^ (hash >> 29)) * Prime64Three;
        return hash ^ (hash >> 32);
    }

    private static ulong OfThree(ReadOnlySpan<byte> data)
    {
        uint combined = ((uint)data[0] << 16) | ((uint)data[data.Length >> 1] << 24) | data[^1] | ((uint)data.Length << 8);
        uint flip = (uint)S(0) ^ (uint)(S(0) >> 32);
        return Avalanche64(combined ^ (ulong)flip);
    }

    private static ulong OfEight(ReadOnlySpan<byte> data)
    {
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(data);
        uint last = BinaryPrimitives.ReadUInt32LittleEndian(data[^4..]);
        ulong keyed = (last + ((ulong)first << 32)) ^ (S(8) ^ S(16));
        keyed ^= BitOperations.RotateLeft(keyed, 49) ^ BitOperations.RotateLeft(keyed, 24);
        keyed *= PrimeMxTwo;
        keyed ^= (keyed >> 35) + (ulong)data.Length;
        keyed *= PrimeMxTwo;
        return keyed ^ (keyed >> 28);
    }

    private static ulong OfSixteen(ReadOnlySpan<byte> data)
    {
        ulong low = D(data, 0) ^ (S(24) ^ S(32));
        ulong high = D(data, data.Length - 8) ^ (S(40) ^ S(48));
        return Avalanche((ulong)data.Length + BinaryPrimitives.ReverseEndianness(low) + high + Fold(low, high));
    }

    private static ulong OfHundred(ReadOnlySpan<byte> data)
    {
        ulong hash = (ulong)data.Length * Prime64One;
        for (int i = (data.Length - 1) / 32; i >= 0; i--)
        {
            hash += Mix16(data, 16 * i, 32 * i);
            hash += Mix16(data, data.Length - (16 * (i + 1)), (32 * i) + 16);
        }

        return Avalanche(hash);
    }

    private static ulong OfMidsize(ReadOnlySpan<byte> data)
    {
        ulong hash = (ulong)data.Length * Prime64One;
        int rounds = data.Length / 16;
        for (int i = 0; i < 8; i++)
        {
            hash += Mix16(data, 16 * i, 16 * i);
        }

        hash = Avalanche(hash);
        for (int i = 8; i < rounds; i++)
        {
            hash += Mix16(data, 16 * i, (16 * (i - 8)) + 3);
        }

        return Avalanche(hash + Mix16(data, data.Length - 16, 136 - 17));
    }
}
