using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Values;

/// <summary>
/// Equality of stored values, as the Collector's: the same kind and the same content; a list's elements in order, a map's pairs in any
/// order. An int is never equal to a double here.
/// </summary>
internal static class ValueEquality
{
    /// <summary>True if both are the same.</summary>
    public static bool AreEqual(in WireValue a, in WireValue b)
    {
        if (a.Kind != b.Kind)
        {
            return false;
        }

        return a.Kind switch
        {
            ValueKind.Int => a.AsInt == b.AsInt,
            ValueKind.Bool => a.AsBool == b.AsBool,
            ValueKind.Double => a.AsDouble.Equals(b.AsDouble) && !double.IsNaN(a.AsDouble),
            ValueKind.Array => AreListsEqual(a, b),
            ValueKind.Map => AreMapsEqual(a, b),
            _ => a.Content.SequenceEqual(b.Content),
        };
    }

    private static bool AreListsEqual(in WireValue a, in WireValue b)
    {
        ValueElements others = b.Elements();
        foreach (WireValue element in a.Elements())
        {
            if (!others.MoveNext() || !AreEqual(element, others.Current))
            {
                return false;
            }
        }

        return !others.MoveNext();
    }

    private static bool AreMapsEqual(in WireValue a, in WireValue b)
    {
        SortedPairs left = SortedPairs.Rent(a);
        SortedPairs right = SortedPairs.Rent(b);
        bool isEqual = left.Count == right.Count;
        for (int i = 0; i < left.Count && isEqual; i++)
        {
            isEqual = left[i].Key.SequenceEqual(right[i].Key) && AreEqual(left[i].Value, right[i].Value);
        }

        left.Return();
        right.Return();
        return isEqual;
    }

    /// <summary>The first value under a key of a map.</summary>
    public static bool TryFind(in WireValue map, ReadOnlySpan<byte> key, out WireValue value)
    {
        foreach (ValuePair pair in map.Pairs())
        {
            if (pair.Key.SequenceEqual(key))
            {
                value = pair.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
