using System.Numerics;

namespace HotPath.Core.Memory;

/// <summary>How state is spread so that threads rarely meet: by the processor they run on.</summary>
internal static class Stripes
{
    /// <summary>The most stripes anything is spread over.</summary>
    public const int Most = 64;

    /// <summary>One for each processor, rounded up to a power of two.</summary>
    public static readonly int Count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, Most));

    /// <summary>The stripe of the processor this thread runs on; a hint, since the thread may move on at once.</summary>
    public static int Current(int mask) => Thread.GetCurrentProcessorId() & mask;
}
