namespace HotPath.Engine.Telemetry.Tracing;

/// <summary>
/// One kind of operation of the gateway's own (a receiver's requests, an exporter's attempts): how many took how long, how many failed, and
/// a few of each to look at. Kept are those that failed, those that were slow, and one of <see cref="KeptOneIn"/> of the others.
/// Thread-safe; an operation that is not kept costs one interlocked addition, and allocates nothing.
/// </summary>
public sealed class OperationTrace
{
    /// <summary>Of operations that were neither slow nor failed, one of so many is kept, the first always.</summary>
    public const int KeptOneIn = 64;

    /// <summary>Samples of each latency that are kept.</summary>
    public const int KeptPerLatency = 8;

    /// <summary>Failed operations that are kept.</summary>
    public const int KeptErrors = 16;

    private readonly TimeProvider _time;
    private readonly OperationTraces? _all;
    private readonly long[] _counts = new long[Latencies.Count];
    private readonly SampleRing[] _samples = [.. Latencies.Select(static _ => new SampleRing(KeptPerLatency))];
    private readonly SampleRing _failed = new(KeptErrors);
    private long _errors;

    /// <summary>Makes one.</summary>
    /// <param name="name">The operation's name, as the Collector's spans have it: <c>exporter/otlp/traces</c>.</param>
    /// <param name="time">The clock of the samples.</param>
    /// <param name="all">Says whether anybody can look; null: always.</param>
    public OperationTrace(string name, TimeProvider time, OperationTraces? all = null)
    {
        Name = name;
        _time = time;
        _all = all;
    }

    /// <summary>The least latency of each class, in order: zpages' own classes.</summary>
    public static IReadOnlyList<TimeSpan> Latencies { get; } =
    [
        TimeSpan.Zero, TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(100), TimeSpan.FromMilliseconds(1),
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(100),
    ];

    /// <summary>From here an operation is slow.</summary>
    public static TimeSpan Slow { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The operation's name.</summary>
    public string Name { get; }

    /// <summary>How many failed.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>How many succeeded in each class of latency.</summary>
    public IReadOnlyList<long> Counts => [.. _counts.Select((_, i) => Volatile.Read(ref _counts[i]))];

    /// <summary>The last that failed, the latest first.</summary>
    public IReadOnlyList<OperationSample> Failed => _failed.Latest;

    /// <summary>Some of a class of latency, the latest first.</summary>
    public IReadOnlyList<OperationSample> SamplesOf(int latency) => _samples[latency].Latest;

    /// <summary>An operation has ended; counts for nothing while nobody can look.</summary>
    /// <param name="took">How long it took.</param>
    /// <param name="items">Its items; 0 if nobody counted them.</param>
    /// <param name="bytes">Its wire bytes; 0 if nobody counted them.</param>
    /// <param name="error">What went wrong; null if nothing did.</param>
    public void Record(TimeSpan took, int items, long bytes, string? error)
    {
        if (_all is { IsWatched: false })
        {
            return;
        }

        if (error is not null)
        {
            Interlocked.Increment(ref _errors);
            _failed.Add(new OperationSample(_time.GetUtcNow(), took, items, bytes, error));
            return;
        }

        int latency = LatencyOf(took);
        long count = Interlocked.Increment(ref _counts[latency]);
        if (took >= Slow || count % KeptOneIn == 1)
        {
            _samples[latency].Add(new OperationSample(_time.GetUtcNow(), took, items, bytes, null));
        }
    }

    private static int LatencyOf(TimeSpan took)
    {
        int latency = Latencies.Count - 1;
        while (latency > 0 && took < Latencies[latency])
        {
            latency--;
        }

        return latency;
    }
}
