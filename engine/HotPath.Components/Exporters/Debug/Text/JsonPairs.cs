using System.Runtime.InteropServices;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// The pairs of a map, and above them those of a map inside it, until they are written: where their keys and values lie in the map's bytes.
/// Kept by a thread.
/// </summary>
internal sealed class JsonPairs
{
    private const int Kept = 4096;
    private readonly List<Pair> _pairs = [];

    /// <summary>How many there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>Forgets all, and a large list.</summary>
    public void Clear()
    {
        _pairs.Clear();
        if (_pairs.Capacity > Kept)
        {
            _pairs.Capacity = 0;
        }
    }

    /// <summary>Adds a pair; key and value lie in the map, or are empty.</summary>
    public void Add(ReadOnlySpan<byte> map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        map.Overlaps(key, out int keyStart);
        map.Overlaps(value, out int valueStart);
        _pairs.Add(new Pair(keyStart, key.Length, valueStart, value.Length, _pairs.Count));
    }

    /// <summary>Forgets those from a place on.</summary>
    public void RemoveFrom(int begin) => _pairs.RemoveRange(begin, _pairs.Count - begin);

    /// <summary>A pair's key.</summary>
    public ReadOnlySpan<byte> Key(int place, ReadOnlySpan<byte> map) => _pairs[place].Key(map);

    /// <summary>A pair's value.</summary>
    public ReadOnlySpan<byte> Value(int place, ReadOnlySpan<byte> map) => map.Slice(_pairs[place].ValueStart, _pairs[place].ValueLength);

    /// <summary>
    /// Sorts those from a place on by their keys' bytes; of equal keys, the one that came last stays last. A heap sort: it needs no room.
    /// </summary>
    public void Sort(int begin, ReadOnlySpan<byte> map)
    {
        Span<Pair> pairs = CollectionsMarshal.AsSpan(_pairs)[begin..];
        for (int root = (pairs.Length / 2) - 1; root >= 0; root--)
        {
            Sink(pairs, root, map);
        }

        for (int end = pairs.Length - 1; end > 0; end--)
        {
            (pairs[0], pairs[end]) = (pairs[end], pairs[0]);
            Sink(pairs[..end], 0, map);
        }
    }

    private static void Sink(Span<Pair> heap, int root, ReadOnlySpan<byte> map)
    {
        for (int child; (child = (2 * root) + 1) < heap.Length; root = child)
        {
            child += child + 1 < heap.Length && IsBefore(heap[child], heap[child + 1], map) ? 1 : 0;
            if (!IsBefore(heap[root], heap[child], map))
            {
                return;
            }

            (heap[root], heap[child]) = (heap[child], heap[root]);
        }
    }

    private static bool IsBefore(in Pair a, in Pair b, ReadOnlySpan<byte> map)
    {
        int order = a.Key(map).SequenceCompareTo(b.Key(map));
        return order < 0 || (order == 0 && a.Order < b.Order);
    }

    private readonly record struct Pair(int KeyStart, int KeyLength, int ValueStart, int ValueLength, int Order)
    {
        public ReadOnlySpan<byte> Key(ReadOnlySpan<byte> map) => map.Slice(KeyStart, KeyLength);
    }
}
