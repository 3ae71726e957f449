using System.Numerics;

namespace HotPath.Core.Memory;

/// <summary>
/// The size classes of slabs, in bytes: 16 KiB · {1, 1.25, 1.5, 1.75} · 2^k up to 64 MiB, so that a slab is never more than a
/// quarter larger than the message it is for (above the smallest). Larger ones have their exact size, in whole pages, and are not
/// kept.
/// </summary>
internal static class SlabSizes
{
    /// <summary>Messages up to this length share a slab.</summary>
    public const int LargestSharing = 16 * 1024;

    /// <summary>The capacity of a slab that messages share.</summary>
    public const int Shared = 64 * 1024;

    /// <summary>The smallest class.</summary>
    public const int Smallest = 1 << SmallestLog2;

    /// <summary>The largest class.</summary>
    public const int LargestPooled = 1 << LargestLog2;

    /// <summary>The longest message: its slab's capacity, in pages of up to 64 KiB, still counts in an int.</summary>
    public const int LongestMessage = int.MaxValue - 0xFFFF;

    /// <summary>How many classes there are.</summary>
    public const int Classes = ((LargestLog2 - SmallestLog2) * 4) + 1;

    /// <summary>Stands for a class where a slab has its exact size.</summary>
    public const int Exact = -1;

    private const int SmallestLog2 = 14;
    private const int LargestLog2 = 26;

    /// <summary>The smallest class that holds <paramref name="length"/> bytes, or <see cref="Exact"/>.</summary>
    public static int ClassOf(int length)
    {
        if (length <= Smallest)
        {
            return 0;
        }

        if (length > LargestPooled)
        {
            return Exact;
        }

        // length - 1 in binary: 1qq....; the class before has its bits below qq all one.
        int last = length - 1;
        int log2 = BitOperations.Log2((uint)last);
        int quarter = (last >> (log2 - 2)) & 3;
        return ((log2 - SmallestLog2) * 4) + quarter + 1;
    }

    /// <summary>The capacity of a class's slabs, in whole pages.</summary>
    public static int CapacityOf(int sizeClass)
    {
        int log2 = SmallestLog2 + (sizeClass >> 2);
        return NativePages.RoundUp((4 + (sizeClass & 3)) << (log2 - 2));
    }
}
