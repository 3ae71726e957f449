namespace HotPath.Components.Ottl.Hashing;

/// <summary>XXH3 of inputs above 240 bytes: eight accumulators over stripes of 64 bytes.</summary>
internal static class Xxh3Long
{
    private const int Stripe = 64;
    private const int Lanes = 8;
    private const int SecretBytes = 192;
    private const int StripesInBlock = (SecretBytes - Stripe) / 8;

    /// <summary>The 64-bit hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> data)
    {
        Span<ulong> lanes = stackalloc ulong[Lanes];
        Accumulate(data, lanes);
        return Merge(lanes, 11, (ulong)data.Length * Xxh3.Prime64One);
    }

    /// <summary>The 128-bit hash.</summary>
    public static (ulong Low, ulong High) Of128(ReadOnlySpan<byte> data)
    {
        Span<ulong> lanes = stackalloc ulong[Lanes];
        Accumulate(data, lanes);
        ulong length = (ulong)data.Length;
        return (Merge(lanes, 11, length * Xxh3.Prime64One), Merge(lanes, SecretBytes - Stripe - 11, ~(length * Xxh3.Prime64Two)));
    }

    private static void Accumulate(ReadOnlySpan<byte> data, Span<ulong> lanes)
    {
        lanes[0] = Xxh3.Prime32Three;
        lanes[1] = Xxh3.Prime64One;
        lanes[2] = Xxh3.Prime64Two;
        lanes[3] = Xxh3.Prime64Three;
        lanes[4] = Xxh3.Prime64Four;
        lanes[5] = Xxh3.Prime32Two;
        lanes[6] = Xxh3.Prime64Five;
        lanes[7] = Xxh3.Prime32One;
        const int Block = StripesInBlock * Stripe;
        int blocks = (data.Length - 1) / Block;
        for (int block = 0; block < blocks; block++)
        {
            for (int i = 0; i < StripesInBlock; i++)
            {
                Add(lanes, data[((block * Block) + (i * Stripe))..], 8 * i);
            }

            Scramble(lanes);
        }

        ReadOnlySpan<byte> rest = data[(blocks * Block)..];
        int stripes = (rest.Length - 1) / Stripe;
        for (int i = 0; i < stripes; i++)
        {
            Add(lanes, rest[(i * Stripe)..], 8 * i);
        }

        Add(lanes, data[^Stripe..], SecretBytes - Stripe - 7);
    }

    private static void Add(Span<ulong> lanes, ReadOnlySpan<byte> stripe, int secret)
    {
        for (int i = 0; i < Lanes; i++)
        {
            ulong value = Xxh3.D(stripe, 8 * i);
            ulong keyed = value ^ Xxh3.S(secret + (8 * i));
            lanes[i ^ 1] += value;
            lanes[i] += (keyed & 0xFFFFFFFF) * (keyed >> 32);
        }
    }

    private static void Scramble(Span<ulong> lanes)
    {
        for (int i = 0; i < Lanes; i++)
        {
            ulong lane = lanes[i];
            lane ^= lane >> 47;
            lane ^= Xxh3.S(SecretBytes - Stripe + (8 * i));
            lanes[i] = lane * Xxh3.Prime32One;
        }
    }

    private static ulong Merge(ReadOnlySpan<ulong> lanes, int secret, ulong start)
    {
        ulong hash = start;
        for (int i = 0; i < 4; i++)
        {
            hash += Xxh3.Fold(lanes[2 * i] ^ Xxh3.S(secret + (16 * i)), lanes[(2 * i) + 1] ^ Xxh3.S(secret + (16 * i) + 8));
        }

        return Xxh3.Avalanche(hash);
    }
}
