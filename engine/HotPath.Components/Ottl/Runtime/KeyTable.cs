using System.Buffers;
using System.Numerics;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Finds keys of a map that is being edited, for editors that ask for many: each look-up in the map itself costs its length, so that a
/// sender's
/// 10,000 attributes would cost its square. A map of few places is looked through all the same, which is cheaper. Hashes are seeded for
/// each
/// process. Open it, use it, close it; one at a time.
/// </summary>
internal sealed class KeyTable
{
    private const int MostScanned = 24;

    private OttlMap _map = null!;
    private int[] _slots = [];
    private int _mask;
    private int _from;
    private int _known;

    /// <summary>A seeded hash of a key.</summary>
    public static int HashOf(ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    /// <summary>Begins over a map, from a place on: what lies before is not found.</summary>
    public void Open(OttlMap map, int from)
    {
        _map = map;
        _from = from;
        _known = from;
        _mask = 0;
    }

    /// <summary>The place of a key's first pair that is not removed, or −1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        if (_map.Places - _from <= MostScanned)
        {
            return Scan(key);
        }

        Know();
        for (int slot = HashOf(key) & _mask; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            int place = _slots[slot] - 1;
            if (!_map.IsRemoved(place) && _map.KeyAt(place).SequenceEqual(key))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Replaces the value of the key's first pair, or adds one.</summary>
    public void Put(ReadOnlySpan<byte> key, in WireValue value)
    {
        int place = Find(key);
        if (place >= 0)
        {
            _map.ReplaceAt(place, value);
        }
        else
        {
            _map.Add(key, value);
        }
    }

    /// <summary>Ends.</summary>
    public void Close()
    {
        _map = null!;
        if (_slots.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_slots);
            _slots = [];
        }
    }

    private int Scan(ReadOnlySpan<byte> key)
    {
        for (int place = _from; place < _map.Places; place++)
        {
            if (!_map.IsRemoved(place) && _map.KeyAt(place).SequenceEqual(key))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Takes in the places that came since the last look.</summary>
    private void Know()
    {
        int places = _map.Places;
        if (_mask == 0 || (places - _from) * 2 > _mask)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)(places - _from) * 4);
            Close(ref _slots);
            _slots = ArrayPool<int>.Shared.Rent(size);
            _slots.AsSpan(0, size).Clear();
            _mask = size - 1;
            _known = _from;
        }

        for (; _known < places; _known++)
        {
            int slot = HashOf(_map.KeyAt(_known)) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = _known + 1;
        }
    }

    private static void Close(ref int[] slots)
    {
        if (slots.Length > 0)
        {
            ArrayPool<int>.Shared.Return(slots);
            slots = [];
        }
    }
}
