using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Hashing;

/// <summary>
/// FNV-1a with 32 bits of sixteen messages of the same length at once. One message's hash is a chain of multiplications, each waiting for
/// the one before; sixteen chains side by side wait no longer than one.
/// <code>
///   words    word 0 of all lanes, word 1 of all lanes, …; a word's bytes are hashed as they lie in memory
///   step     hash = (hash ^ byte) · 16777619
/// </code>
/// </summary>
internal static class Fnv1aLanes
{
    /// <summary>Messages at a time.</summary>
    public const int Lanes = 16;

    /// <summary>The prime of FNV with 32 bits.</summary>
    public const uint Prime = 16777619;

    private const int Narrow = 4;

    /// <summary>Hashes on from a basis.</summary>
    /// <param name="basis">Where all begin.</param>
    /// <param name="words">The messages, as drawn above.</param>
    /// <param name="count">Words in each message.</param>
    /// <param name="hashes">Takes sixteen hashes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(uint basis, ReadOnlySpan<uint> words, int count, Span<uint> hashes)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            HashScalar(basis, words, count, hashes);
            return;
        }

        // Four chains of four lanes: as many as keep a multiplier busy, at whatever width.
        Vector128<uint> prime = Vector128.Create(Prime);
        Vector128<uint> low = Vector128.Create(0xFFu);
        Vector128<uint> a = Vector128.Create(basis), b = a, c = a, d = a;
        for (int word = 0; word < count; word++)
        {
            ref uint at = ref MemoryMarshal.GetReference(words.Slice(word * Lanes, Lanes));
            Vector128<uint> w = Vector128.LoadUnsafe(ref at), x = Vector128.LoadUnsafe(ref at, Narrow);
            Vector128<uint> y = Vector128.LoadUnsafe(ref at, 2 * Narrow), z = Vector128.LoadUnsafe(ref at, 3 * Narrow);
            for (int bytes = 0; bytes < sizeof(uint); bytes++)
            {
                a = (a ^ (w & low)) * prime;
                b = (b ^ (x & low)) * prime;
                c = (c ^ (y & low)) * prime;
                d = (d ^ (z & low)) * prime;
                w >>>= 8;
                x >>>= 8;
                y >>>= 8;
                z >>>= 8;
            }
        }

        a.CopyTo(hashes);
        b.CopyTo(hashes[Narrow..]);
        c.CopyTo(hashes[(2 * Narrow)..]);
        d.CopyTo(hashes[(3 * Narrow)..]);
    }

    /// <summary>The twin without vectors, to which every width is equal.</summary>
    internal static void HashScalar(uint basis, ReadOnlySpan<uint> words, int count, Span<uint> hashes)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            uint hash = basis;
            for (int word = 0; word < count; word++)
            {
                uint bits = words[(word * Lanes) + lane];
                for (int bytes = 0; bytes < sizeof(uint); bytes++)
                {
                    hash = (hash ^ (bits & 0xFF)) * Prime;
                    bits >>= 8;
                }
            }

            hashes[lane] = hash;
        }
    }
}
