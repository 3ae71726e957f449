namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// The dynamic table of one direction of a connection (RFC 7541, section 2.3.2): first in, first out, bounded in bytes. The texts lie in
/// one array, in the order they came; evicted ones are overwritten when the array has to be closed up. It holds memory only once it was
/// added to. Not thread-safe.
/// <code>
///   _bytes:  ┊ evicted ┊ name value │ name value │ … │ name value ┊ free ┊
///                      └ oldest                      └ newest: index 1
/// </code>
/// </summary>
internal sealed class HpackDynamicTable
{
    /// <summary>What each entry counts beyond its texts (4.1).</summary>
    public const int EntryOverheadBytes = 32;

    private const int LeastBytes = 256;
    private const int LeastEntries = 16;

    private byte[] _bytes = [];
    private Place[] _places = [];
    private int _oldest;
    private int _end;
    private long _added;

    public HpackDynamicTable(int maxBytes) => MaxBytes = maxBytes;

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>The table's size as RFC 7541 counts it.</summary>
    public int Bytes { get; private set; }

    /// <summary>What it may grow to.</summary>
    public int MaxBytes { get; private set; }

    /// <summary>Sets what it may grow to, and evicts what is above.</summary>
    public void Resize(int maxBytes)
    {
        MaxBytes = maxBytes;
        EvictTo(maxBytes);
    }

    /// <summary>The number that <see cref="IHeaderSink"/> speaks of.</summary>
    /// <param name="index">1 for the newest, up to <see cref="Count"/>.</param>
    public long NumberOf(int index) => HpackStaticTable.Count + _added - index + 1;

    /// <summary>The entry at an index of 1 (the newest) to <see cref="Count"/>. The spans hold until the next addition.</summary>
    public void Get(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ref Place place = ref PlaceOf(index);
        name = _bytes.AsSpan(place.Start, place.NameLength);
        value = _bytes.AsSpan(place.Start + place.NameLength, place.ValueLength);
    }

    /// <summary>Adds an entry, whose texts must not lie in this table; one that is larger than the whole table empties it (4.4).</summary>
    /// <returns>False if it was too large.</returns>
    public bool Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        long size = (long)name.Length + value.Length + EntryOverheadBytes;
        if (size > MaxBytes)
        {
            EvictTo(0);
            return false;
        }

        EvictTo(MaxBytes - (int)size);
        MakeRoom(name.Length + value.Length);
        name.CopyTo(_bytes.AsSpan(_end));
        value.CopyTo(_bytes.AsSpan(_end + name.Length));
        _places[(_oldest + Count) & (_places.Length - 1)] = new Place(_end, name.Length, value.Length);
        _end += name.Length + value.Length;
        Count++;
        Bytes += (int)size;
        _added++;
        return true;
    }

    private ref Place PlaceOf(int index) => ref _places[(_oldest + Count - index) & (_places.Length - 1)];

    private void EvictTo(int bytes)
    {
        while (Bytes > bytes)
        {
            ref Place place = ref PlaceOf(Count);
            Bytes -= place.NameLength + place.ValueLength + EntryOverheadBytes;
            _oldest = (_oldest + 1) & (_places.Length - 1);
            Count--;
        }
    }

    private void MakeRoom(int needed)
    {
        if (Count == _places.Length)
        {
            var places = new Place[Math.Max(LeastEntries, _places.Length * 2)];
            for (int i = 0; i < Count; i++)
            {
                places[i] = PlaceOf(Count - i);
            }

            _places = places;
            _oldest = 0;
        }

        if (_end + needed > _bytes.Length)
        {
            CloseUp(needed);
        }
    }

    /// <summary>Moves the entries to the front, of a larger array unless half of this one will do: so each byte moves about once.</summary>
    private void CloseUp(int needed)
    {
        int start = Count == 0 ? _end : PlaceOf(Count).Start;
        int held = _end - start;
        byte[] target = held + needed <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(LeastBytes, 2 * (held + needed))];
        _bytes.AsSpan(start, held).CopyTo(target);
        _bytes = target;
        _end = held;
        for (int i = 1; i <= Count; i++)
        {
            PlaceOf(i).Start -= start;
        }
    }

    private record struct Place(int Start, int NameLength, int ValueLength);
}
