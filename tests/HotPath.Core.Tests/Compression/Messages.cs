using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Compression;

/// <summary>Bytes to compress, of every kind that codecs treat differently.</summary>
internal static class Messages
{
    /// <summary>Around the sizes at which some codec changes what it does.</summary>
    internal static IReadOnlyList<int> Sizes { get; } =
        [0, 1, 4, 15, 16, 17, 60, 61, 64, 256, 257, 2047, 2048, 2049, 65_535, 65_536, 65_537, 131_072, 131_073, 400_001];

    /// <summary>Nothing to gain.</summary>
    internal static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Everything to gain.</summary>
    internal static byte[] Zeros(int length) => new byte[length];

    /// <summary>Runs and repetitions of all lengths and distances.</summary>
    internal static byte[] Patchwork(int length, int seed = 1)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[length];
        for (int at = 0; at < length;)
        {
            int count = Math.Min(length - at, 1 + random.Next(1 << random.Next(1, 10)));
            if (at > 0 && random.Next(3) > 0)
            {
                int offset = 1 + random.Next(Math.Min(at, 1 << random.Next(1, 18)));
                for (int i = 0; i < count; i++)
                {
                    bytes[at + i] = bytes[at + i - offset];
                }
            }
            else
            {
                random.NextBytes(bytes.AsSpan(at, count));
            }

            at += count;
        }

        return bytes;
    }

    /// <summary>A traces request.</summary>
    internal static byte[] Spans(int spans) => SampleRequests.Traces(spans, seed: 7);
}
