namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// Counts values by the bounds they lie below. One row of counts for each processor, summed when it is read, so that recording is two
/// atomic additions and never waits; it allocates nothing. Meant for one value a batch or request, never one an item. Thread-safe.
/// </summary>
/// <remarks>
/// A row: <c>[one count for each bound | count above the last | sum]</c>, rounded up to whole pairs of cache lines.
/// </remarks>
public sealed class Histogram
{
    // 128 bytes: processors fetch lines in adjacent pairs.
    private const int Stride = 128 / sizeof(long);
    private const int MostRows = 64;

    private readonly HistogramBounds _bounds;
    private readonly int _rowCells;
    private readonly int _mask;
    private readonly long[] _cells;

    /// <summary>Makes an empty histogram.</summary>
    public Histogram(HistogramBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        _bounds = bounds;
        int rows = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, MostRows));
        _mask = rows - 1;
        _rowCells = (bounds.Upper.Length + 2 + Stride - 1) / Stride * Stride;
        _cells = new long[rows * _rowCells];
    }

    /// <summary>The bounds of its buckets.</summary>
    public HistogramBounds Bounds => _bounds;

    /// <summary>Counts one value, in the bounds' units. Nothing below zero is recorded.</summary>
    public void Record(long value)
    {
        int bucket = _bounds.BucketOf(value);
        int row = (Thread.GetCurrentProcessorId() & _mask) * _rowCells;
        Interlocked.Increment(ref _cells[row + bucket]);
        Interlocked.Add(ref _cells[row + _bounds.Upper.Length + 1], value);
    }

    /// <summary>How many values lie at or below each bound, then how many there are; and their sum. A moment's view.</summary>
    public long[] ReadCumulative(out long sum)
    {
        long[] counts = new long[_bounds.Upper.Length + 1];
        sum = 0;
        for (int row = 0; row < _cells.Length; row += _rowCells)
        {
            for (int bucket = 0; bucket < counts.Length; bucket++)
            {
                counts[bucket] += Volatile.Read(ref _cells[row + bucket]);
            }

            sum += Volatile.Read(ref _cells[row + counts.Length]);
        }

        for (int bucket = 1; bucket < counts.Length; bucket++)
        {
            counts[bucket] += counts[bucket - 1];
        }

        return counts;
    }
}
