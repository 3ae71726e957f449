namespace HotPath.Core.Compression;

/// <summary>The checksum of RFC 1950, section 8.2: two sums modulo the largest prime below 65536.</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    /// <summary>The most bytes whose sums fit 32 bits before they are reduced (as zlib's NMAX).</summary>
    private const int Chunk = 5552;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 1;
        uint b = 0;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(Chunk, bytes.Length);
            foreach (byte value in bytes[..count])
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            bytes = bytes[count..];
        }

        return (b << 16) | a;
    }
}
