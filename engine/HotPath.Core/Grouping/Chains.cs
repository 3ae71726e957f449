using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <summary>
/// Numbers by their hash, in an <see cref="Arena"/>: the caller compares what they stand for. Whoever chooses the data cannot choose where
/// it goes, since hashes are made with <see cref="HashCode"/>, whose seed is the process's.
/// <code>
///   buckets  place + 1 of the newest link, 0 = none;   links  { hash, next: place + 1 of an older one, value }
/// </code>
/// </summary>
internal struct Chains
{
    private const int FirstBuckets = 64;

    private RowList<int> _buckets;
    private RowList<(int Hash, int Next, int Value)> _links;

    /// <summary>Forgets all, and the memory, which is the arena's.</summary>
    public void Clear() => this = default;

    /// <summary>The place of the newest number with a hash; −1 if there is none.</summary>
    public readonly int First(int hash) => _buckets.Count == 0 ? -1 : From(_buckets[hash & (_buckets.Count - 1)], hash);

    /// <summary>The place of the next older one with the same hash; −1 if there is none.</summary>
    public readonly int Next(int place) => From(_links[place].Next, _links[place].Hash);

    /// <summary>The number at a place.</summary>
    public readonly int this[int place] => _links[place].Value;

    /// <summary>Adds a number.</summary>
    public void Add(Arena arena, int hash, int value)
    {
        if (_links.Count == _buckets.Count)
        {
            Grow(arena);
        }

        _links.Add(arena) = (hash, 0, value);
        Enter(_links.Count - 1);
    }

    private readonly int From(int link, int hash)
    {
        while (link > 0 && _links[link - 1].Hash != hash)
        {
            link = _links[link - 1].Next;
        }

        return link - 1;
    }

    private void Grow(Arena arena)
    {
        int buckets = Math.Max(FirstBuckets, 2 * _buckets.Count);
        _buckets.Clear();
        _buckets.AddZeroed(arena, buckets);
        for (int place = 0; place < _links.Count; place++)
        {
            Enter(place);
        }
    }

    private readonly void Enter(int place)
    {
        ref int bucket = ref _buckets[_links[place].Hash & (_buckets.Count - 1)];
        _links[place].Next = bucket;
        bucket = place + 1;
    }
}
