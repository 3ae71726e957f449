using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// The keys that processors name: attributes of items under other keys need no row. It tells most of those from their length, first and
/// last byte; the few that look alike get a row, which does no harm. Immutable.
/// </summary>
public sealed unsafe class AttributeKeySet
{
    /// <summary>With more keys than these, every attribute gets a row.</summary>
    public const int MostKeys = 64;

    private const int Lengths = 64;
    private const int Spread = 5;

    // By length (longer keys in the last one), a bit for each pair of end bytes that some key has.
    private readonly ulong[] _ends = GC.AllocateArray<ulong>(Lengths, pinned: true);

    private AttributeKeySet(IEnumerable<AttributeKey> keys)
    {
        foreach (AttributeKey key in keys)
        {
            _ends[Math.Min(key.Length, Lengths - 1)] |= key.Length == 0 ? ulong.MaxValue : 1UL << Ends(key.Address, key.Length);
        }
    }

    /// <summary>For each length, which ends the keys of that length have; pinned.</summary>
    internal ulong* EndsByLength => (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_ends));

    /// <summary>A set of keys; null, which means every key, if there are more than <see cref="MostKeys"/> different ones.</summary>
    public static AttributeKeySet? Of(IEnumerable<AttributeKey> keys)
    {
        AttributeKey[] distinct = [.. keys.DistinctBy(key => key.Name)];
        return distinct.Length > MostKeys ? null : new AttributeKeySet(distinct);
    }

    /// <summary>True if a key of 1 to 127 bytes may be in the set; false if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool MayHold(ulong* endsByLength, byte* key, int length)
    {
        ulong ends = endsByLength[Math.Min(length, Lengths - 1)];
        return ends != 0 && ((ends >> Ends(key, length)) & 1) != 0;
    }

    private static int Ends(byte* key, int length) => ((key[0] * Spread) + key[length - 1]) & (Lengths - 1);
}
