using System.Numerics;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// The binary digits of π behind the point, which Blowfish begins with. They are computed when they are first needed: a few milliseconds.
/// </summary>
internal static class PiDigits
{
    private const int GuardBits = 64;

    /// <summary>So many 32-bit words of them, the most significant first.</summary>
    public static uint[] Words(int count)
    {
        int bits = 32 * count;
        BigInteger one = BigInteger.One << (bits + GuardBits);

        // Machin: π = 16 arctan(1/5) − 4 arctan(1/239).
        BigInteger pi = (16 * ArcTangent(one, 5)) - (4 * ArcTangent(one, 239));
        BigInteger fraction = (pi - (3 * one)) >> GuardBits;
        byte[] bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = new byte[4 * count];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        var words = new uint[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(4 * i));
        }

        return words;
    }

    /// <summary>arctan(1/x) times <paramref name="one"/>: 1/x − 1/3x³ + 1/5x⁵ − …</summary>
    private static BigInteger ArcTangent(BigInteger one, int x)
    {
        BigInteger power = one / x;
        BigInteger sum = power;
        int square = x * x;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power /= square;
            sum += n % 4 == 3 ? -(power / n) : power / n;
        }

        return sum;
    }
}
