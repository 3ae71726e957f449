using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace HotPath.Core.Hashing;

/// <summary>
/// SHA-256 (FIPS 180-4) of many short messages at once: one message in each lane of a vector, each a block of 64 bytes further at every
/// step. A lane that has finished takes the next message. Equal to the library's at every width.
/// </summary>
internal static unsafe class Sha256Lanes
{
    /// <summary>
    /// A longer message is the library's, in bytes: what it costs to call no longer counts, and a lane must not outlast the others.
    /// </summary>
    internal const int LongestInLanes = 512;

    // Below, lanes would mostly stand empty.
    private const int FewestForVectors = 4;

    /// <summary>Hashes all messages.</summary>
    public static void Hash(Span<HashJob> jobs)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        int count = 0;
        foreach (HashJob job in jobs)
        {
            if (job.Length <= LongestInLanes)
            {
                jobs[count++] = job;
                continue;
            }

            SHA256.HashData(new ReadOnlySpan<byte>(job.From, job.Length), digest);
            WriteHex(digest, job.To);
        }

        fixed (HashJob* first = jobs)
        {
            if (count < FewestForVectors || !Vector256.IsHardwareAccelerated)
            {
                Sha256Kernel<uint, ScalarHashLanes>.Hash(first, count);
            }
            else if (count <= Vector256<uint>.Count || !Vector512.IsHardwareAccelerated)
            {
                Sha256Kernel<Vector256<uint>, HashLanes256>.Hash(first, count);
            }
            else
            {
                Sha256Kernel<Vector512<uint>, HashLanes512>.Hash(first, count);
            }
        }
    }

    /// <summary>Writes 32 bytes as 64 lower-case hex digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WriteHex(ReadOnlySpan<byte> digest, byte* to) =>
        Convert.TryToHexStringLower(digest, new Span<byte>(to, HashJob.HexBytes), out _);
}
