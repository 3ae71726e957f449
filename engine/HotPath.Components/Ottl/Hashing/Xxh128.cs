using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Components.Ottl.Hashing;

/// <summary>XXH3's 128-bit form, seed 0, highest byte first.</summary>
internal static class Xxh128
{
    private const ulong PrimeMxTwo = 0x9FB21C651E98DF25;
    private const int MostMidsize = 240;

    /// <summary>Writes the 16 bytes of the hash; returns 16.</summary>
    public static int Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        (ulong low, ulong high) = Of(data);
        BinaryPrimitives.WriteUInt64BigEndian(digest, high);
        BinaryPrimitives.WriteUInt64BigEndian(digest[sizeof(ulong)..], low);
        return 2 * sizeof(ulong);
    }

    private static (ulong Low, ulong High) Of(ReadOnlySpan<byte> data) => data.Length switch
    {
        0 => (Xxh3.Avalanche64(Xxh3.S(64) ^ Xxh3.S(72)), Xxh3.Avalanche64(Xxh3.S(80) ^ Xxh3.S(88))),
        <= 3 => OfThree(data),
        <= 8 => OfEight(data),
        <= 16 => OfSixteen(data),
        <= 128 => OfHundred(data),
        <= MostMidsize => OfMidsize(data),
        _ => Xxh3Long.Of128(data),
    };

    private static (ulong Low, ulong High) OfThree(ReadOnlySpan<byte> data)
    {
        uint low = ((uint)data[0] << 16) | ((uint)data[data.Length >> 1] << 24) | data[^1] | ((uint)data.Length << 8);
        uint high = BitOperations.RotateLeft(BinaryPrimitives.ReverseEndianness(low), 13);
        uint flipLow = (uint)Xxh3.S(0) ^ (uint)(Xxh3.S(0) >> 32);
        uint flipHigh = (uint)Xxh3.S(8) ^ (uint)(Xxh3.S(8) >> 32);
        return (Xxh3.Avalanche64(low ^ (ulong)flipLow), Xxh3.Avalanche64(high ^ (ulong)flipHigh));
    }

    private static (ulong Low, ulong High) OfEight(ReadOnlySpan<byte> data)
    {
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(data);
        uint last = BinaryPrimitives.ReadUInt32LittleEndian(data[^4..]);
        ulong keyed = (first + ((ulong)last << 32)) ^ (Xxh3.S(16) ^ Xxh3.S(24));
        ulong high = Math.BigMul(keyed, Xxh3.Prime64One + ((ulong)data.Length << 2), out ulong low);
        high += low << 1;
        low ^= high >> 3;
        low = (low ^ (low >> 35)) * PrimeMxTwo;
        return (low ^ (low >> 28), Xxh3.Avalanche(high));
    }

    private static (ulong Low, ulong High) OfSixteen(ReadOnlySpan<byte> data)
    {
        ulong flipLow = Xxh3.S(32) ^ Xxh3.S(40);
        ulong flipHigh = Xxh3.S(48) ^ Xxh3.S(56);
        ulong first = Xxh3.D(data, 0);
        ulong last = Xxh3.D(data, data.Length - 8);
        ulong high = Math.BigMul(first ^ last ^ flipLow, Xxh3.Prime64One, out ulong low);
        low += (ulong)(data.Length - 1) << 54;
        last ^= flipHigh;
        high += last + ((ulong)(uint)last * (Xxh3.Prime32Two - 1));
        low ^= BinaryPrimitives.ReverseEndianness(high);
        ulong resultHigh = Math.BigMul(low, Xxh3.Prime64Two, out ulong resultLow);
        resultHigh += high * Xxh3.Prime64Two;
        return (Xxh3.Avalanche(resultLow), Xxh3.Avalanche(resultHigh));
    }

    private static (ulong Low, ulong High) OfHundred(ReadOnlySpan<byte> data)
    {
        ulong low = (ulong)data.Length * Xxh3.Prime64One;
        ulong high = 0;
        for (int i = (data.Length - 1) / 32; i >= 0; i--)
        {
            Mix32(ref low, ref high, data, 16 * i, data.Length - (16 * (i + 1)), 32 * i);
        }

        return Finish(low, high, data.Length);
    }

    private static (ulong Low, ulong High) OfMidsize(ReadOnlySpan<byte> data)
    {
        ulong low = (ulong)data.Length * Xxh3.Prime64One;
        ulong high = 0;
        int rounds = data.Length / 32;
        for (int i = 0; i < 4; i++)
        {
            Mix32(ref low, ref high, data, 32 * i, (32 * i) + 16, 32 * i);
        }

        low = Xxh3.Avalanche(low);
        high = Xxh3.Avalanche(high);
        for (int i = 4; i < rounds; i++)
        {
            Mix32(ref low, ref high, data, 32 * i, (32 * i) + 16, 3 + (32 * (i - 4)));
        }

        Mix32(ref low, ref high, data, data.Length - 16, data.Length - 32, 136 - 17 - 16);
        return Finish(low, high, data.Length);
    }

    private static void Mix32(ref ulong low, ref ulong high, ReadOnlySpan<byte> data, int one, int two, int secret)
    {
        low = (low + Xxh3.Mix16(data, one, secret)) ^ (Xxh3.D(data, two) + Xxh3.D(data, two + 8));
        high = (high + Xxh3.Mix16(data, two, secret + 16)) ^ (Xxh3.D(data, one) + Xxh3.D(data, one + 8));
    }

    private static (ulong Low, ulong High) Finish(ulong low, ulong high, int length)
    {
        ulong mixed = (low * Xxh3.Prime64One) + (high * Xxh3.Prime64Four) + ((ulong)length * Xxh3.Prime64Two);
        return (Xxh3.Avalanche(low + high), 0 - Xxh3.Avalanche(mixed));
    }
}
