namespace HotPath.Core.Hashing;

/// <summary>
/// Arithmetic of polynomials over GF(2), modulo CRC-32's. They are kept as the checksum is, bits reversed: the highest bit is the
/// coefficient of x⁰.
/// </summary>
internal static class Crc32Polynomials
{
    /// <summary>x⁰.</summary>
    public const uint One = 0x8000_0000;

    private const uint Modulus = 0xEDB88320;
    private const int Squares = 64;

    /// <summary>x to the power of 2 to the power of the index.</summary>
    private static readonly uint[] PowersOfTwo = MakePowers();

    /// <summary>The product.</summary>
    public static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (uint bit = One; left != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
                left ^= bit;
            }

            right = (right >> 1) ^ ((right & 1) == 0 ? 0 : Modulus);
        }

        return product;
    }

    /// <summary>x to a power.</summary>
    public static uint Power(ulong exponent)
    {
        uint power = One;
        for (int bit = 0; exponent != 0; bit++, exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                power = Multiply(PowersOfTwo[bit], power);
            }
        }

        return power;
    }

    private static uint[] MakePowers()
    {
        uint[] powers = new uint[Squares];
        powers[0] = One >> 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        }

        return powers;
    }
}
