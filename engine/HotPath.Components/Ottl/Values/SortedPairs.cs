using System.Buffers;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Values;

/// <summary>
/// The pairs of a map in byte order of their keys, in pooled memory, so that a sender's large map costs n·log n and not n². Of equal keys
/// the first comes first. Return it.
/// </summary>
internal readonly struct SortedPairs
{
    private readonly (ValuePair Pair, int Order)[] _pairs;

    private SortedPairs((ValuePair Pair, int Order)[] pairs, int count)
    {
        _pairs = pairs;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>A pair.</summary>
    public ValuePair this[int index] => _pairs[index].Pair;

    /// <summary>Sorts a map's pairs.</summary>
    public static SortedPairs Rent(in WireValue map)
    {
        int count = 0;
        foreach (ValuePair _ in map.Pairs())
        {
            count++;
        }

        (ValuePair Pair, int Order)[] pairs = ArrayPool<(ValuePair, int)>.Shared.Rent(count);
        int at = 0;
        foreach (ValuePair pair in map.Pairs())
        {
            pairs[at] = (pair, at);
            at++;
        }

        pairs.AsSpan(0, count).Sort(static (left, right) =>
        {
            int order = left.Pair.Key.SequenceCompareTo(right.Pair.Key);
            return order != 0 ? order : left.Order.CompareTo(right.Order);
        });
        return new SortedPairs(pairs, count);
    }

    /// <summary>Gives the memory back.</summary>
    public void Return() => ArrayPool<(ValuePair, int)>.Shared.Return(_pairs);
}
