using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// Thresholds and randomness, as OpenTelemetry's probability sampling has them: 56 bits each, and an item is kept if its randomness is not
/// below the threshold. A threshold is written as hex without its trailing zeroes, randomness with all 14 digits.
/// </summary>
internal static class SamplingMath
{
    /// <summary>The hex digits of 56 bits.</summary>
    public const int HexDigits = 14;

    /// <summary>The threshold that keeps everything.</summary>
    public const ulong Always = 0;

    /// <summary>The threshold that keeps nothing.</summary>
    public const ulong Never = 1UL << 56;

    /// <summary>The randomness that passes every threshold but <see cref="Never"/>.</summary>
    public const ulong Highest = Never - 1;

    /// <summary>The least probability that has a threshold.</summary>
    public const double LeastProbability = 1.0 / Never;

    private const int HashBits = 14;
    private const uint HashMask = (1 << HashBits) - 1;
    private const uint FnvBasis = 2166136261;
    private const uint FnvPrime = 16777619;

    /// <summary>
    /// The threshold of a probability, rounded to so many significant hex digits; leading digits of nought and f do not count as such.
    /// False if the probability is below <see cref="LeastProbability"/> or above 1.
    /// </summary>
    public static bool TryThreshold(double probability, int precision, out ulong threshold)
    {
        threshold = Always;
        if (!(probability >= LeastProbability && probability <= 1))
        {
            return false;
        }

        if (probability < 1)
        {
            int digits = Math.Max(precision + LeadingDigits(probability), precision + LeadingDigits(1 - probability));
            threshold = Never - (ulong)Math.Round(probability * Never, MidpointRounding.AwayFromZero);
            int shift = 4 * (HexDigits - Math.Min(HexDigits, digits));
            if (shift > 0)
            {
                threshold = (threshold + (1UL << (shift - 1))) >> shift << shift;
            }
        }

        return true;
    }

    /// <summary>The probability that a threshold stands for.</summary>
    public static double Probability(ulong threshold) => (double)(Never - threshold) / Never;

    /// <summary>
    /// The threshold of <c>hash_seed</c>, whose hash has 14 bits: the percentage in single precision, rounded towards nought.
    /// </summary>
    public static ulong HashThreshold(float percentage) =>
        (ulong)((1 << HashBits) - (uint)(percentage * 163.84f)) << (56 - HashBits);

    /// <summary>Where a hash begins, its seed taken in.</summary>
    public static uint HashBasis(uint seed)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, seed);
        return Fnv(FnvBasis, bytes);
    }

    /// <summary>
    /// Randomness from a 32-bit FNV-1a: its low 14 bits decide, as they did before there were thresholds; the others fill up.
    /// <code>
    ///   55 … 42 of the randomness: ~hash[13..0]    41 … 14: hash[31..18] mixed    13 … 0: hash[13..0]
    /// </code>
    /// </summary>
    public static ulong HashRandomness(uint basis, ReadOnlySpan<byte> bytes) => HashRandomness(Fnv(basis, bytes));

    /// <summary>Randomness from a hash.</summary>
    public static ulong HashRandomness(uint hash)
    {
        ulong low = hash & HashMask;
        ulong high = hash >> (32 - HashBits);
        return ((HashMask - low) << 42) | ((high ^ (high << 10)) << HashBits) | low;
    }

    /// <summary>Randomness from the last 56 bits of a trace id of 16 bytes.</summary>
    public static ulong TraceIdRandomness(ReadOnlySpan<byte> traceId) => BinaryPrimitives.ReadUInt64BigEndian(traceId[8..]) & Highest;

    /// <summary>Reads a threshold: 1 to 14 hex digits.</summary>
    public static bool TryReadThreshold(ReadOnlySpan<byte> text, out ulong threshold)
    {
        bool isRead = TryReadHex(text, out threshold);
        threshold = isRead ? threshold << (4 * (HexDigits - text.Length)) : Always;
        return isRead;
    }

    /// <summary>Reads randomness: 14 hex digits.</summary>
    public static bool TryReadRandomness(ReadOnlySpan<byte> text, out ulong randomness)
    {
        randomness = 0;
        return text.Length == HexDigits && TryReadHex(text, out randomness);
    }

    /// <summary>Writes a threshold; of <see cref="Never"/>, nothing. Returns the bytes written, up to 14.</summary>
    public static int WriteThreshold(Span<byte> to, ulong threshold)
    {
        if (threshold >= Never)
        {
            return 0;
        }

        int digits = threshold == Always ? 1 : HexDigits - (BitOperations.TrailingZeroCount(threshold) / 4);
        WriteHex(to[..digits], threshold);
        return digits;
    }

    /// <summary>Writes randomness: 14 bytes.</summary>
    public static void WriteRandomness(Span<byte> to, ulong randomness) => WriteHex(to[..HexDigits], randomness);

    private static void WriteHex(Span<byte> to, ulong bits)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = "0123456789abcdef"u8[(int)(bits >> (52 - (4 * i))) & 15];
        }
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out ulong bits)
    {
        bits = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            bits = (bits << 4) | (uint)((digit & 15) + (digit > '9' ? 9 : 0));
        }

        return text.Length is > 0 and <= HexDigits;
    }

    /// <summary>Hex digits of nought that a fraction begins with.</summary>
    private static int LeadingDigits(double fraction) => -(Math.ILogB(fraction) + 1) / 4;

    private static uint Fnv(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte piece in bytes)
        {
            hash = (hash ^ piece) * FnvPrime;
        }

        return hash;
    }
}
