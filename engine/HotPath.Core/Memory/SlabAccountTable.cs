namespace HotPath.Core.Memory;

/// <summary>The combinations of accounts of one pool, by number: that is what a message in a shared slab remembers. Thread-safe.</summary>
internal sealed class SlabAccountTable
{
    /// <summary>The most combinations. Beyond, what would be a new one is charged to fewer accounts.</summary>
    public const int MostCombinations = 1 << 16;

    private readonly Lock _adding = new();
    private SlabAccounts[] _all;
    private int _count;

    public SlabAccountTable()
    {
        _all = new SlabAccounts[16];
        None = Add([])!;
    }

    /// <summary>No accounts.</summary>
    public SlabAccounts None { get; }

    /// <summary>The combination of this number.</summary>
    public SlabAccounts this[int number] => Volatile.Read(ref _all)[number];

    /// <summary>Makes a combination; null if that is one too many.</summary>
    public SlabAccounts? Add(SlabAccount[] accounts)
    {
        lock (_adding)
        {
            if (_count == MostCombinations)
            {
                return null;
            }

            if (_count == _all.Length)
            {
                SlabAccounts[] larger = new SlabAccounts[_count * 2];
                _all.CopyTo(larger, 0);
                Volatile.Write(ref _all, larger);
            }

            var made = new SlabAccounts(this, _count, accounts);
            _all[_count++] = made;
            return made;
        }
    }
}
