namespace HotPath.Core.Memory;

/// <summary>
/// A count that many threads change and few read: one cell per processor, each on cache lines of its own, summed when read.
/// </summary>
internal sealed class StripedCount
{
    // 128 bytes: processors fetch lines in adjacent pairs.
    private const int Stride = 128 / sizeof(long);

    private readonly long[] _cells;
    private readonly int _mask;

    public StripedCount()
    {
        int stripes = Stripes.Count;
        _mask = stripes - 1;
        _cells = new long[(stripes + 1) * Stride];
    }

    /// <summary>The sum: exact while nobody adds, else a moment's value.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            for (int cell = Stride; cell < _cells.Length; cell += Stride)
            {
                sum += Volatile.Read(ref _cells[cell]);
            }

            return sum;
        }
    }

    public void Add(long by) => Interlocked.Add(ref _cells[(Stripes.Current(_mask) + 1) * Stride], by);
}
