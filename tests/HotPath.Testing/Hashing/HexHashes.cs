using System.Runtime.Intrinsics;
using System.Text;
using HotPath.Core.Hashing;

namespace HotPath.Testing.Hashing;

/// <summary>SHA-256 by the engine's lanes, for tests: they may not touch pointers.</summary>
public static unsafe class HexHashes
{
    /// <summary>The hashes of messages, at one width by force.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="lanes">1, 8 or 16; 0 = as the engine chooses.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<byte[]> messages, int lanes = 0)
    {
        byte[] bytes = [.. messages.SelectMany(message => message)];
        var hex = new byte[(messages.Count * HashJob.HexBytes) + 1];
        var jobs = new HashJob[messages.Count];
        fixed (byte* from = bytes, to = hex)
        fixed (HashJob* first = jobs)
        {
            byte* at = from;
            for (int i = 0; i < jobs.Length; at += messages[i++].Length)
            {
                jobs[i] = new HashJob { From = at, Length = messages[i].Length, To = to + (i * HashJob.HexBytes) };
            }

            switch (lanes)
            {
                case 1:
                    Sha256Kernel<uint, ScalarHashLanes>.Hash(first, jobs.Length);
                    break;
                case 8:
                    Sha256Kernel<Vector256<uint>, HashLanes256>.Hash(first, jobs.Length);
                    break;
                case 16:
                    Sha256Kernel<Vector512<uint>, HashLanes512>.Hash(first, jobs.Length);
                    break;
                default:
                    Sha256Lanes.Hash(jobs);
                    break;
            }
        }

        return [.. Enumerable.Range(0, messages.Count).Select(i => Encoding.ASCII.GetString(hex, i * HashJob.HexBytes, HashJob.HexBytes))];
    }
}
