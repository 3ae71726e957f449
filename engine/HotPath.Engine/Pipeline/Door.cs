namespace HotPath.Engine.Pipeline;

/// <summary>
/// A place where credits are taken for what a request becomes on its way: one for each way that leads there, since each brings a batch of
/// its own. They are taken together, so that those who come by two ways can't wait for each other with one credit each.
/// </summary>
internal sealed class Door
{
    private readonly IEntrance _entrance;
    private readonly int[] _ways;
    private readonly int _batches;

    private Door(IEntrance entrance, int[] ways)
    {
        _entrance = entrance;
        _ways = ways;
        _batches = ways.Sum();
    }

    /// <summary>The doors behind some entrances, each once; it knows how many ways lead there from each of the entrances.</summary>
    public static Door[] Behind(params IEntrance[] entrances) =>
    [
        .. entrances.SelectMany((entrance, i) => entrance.Doors.Select(door => (Door: door, From: i)))
            .GroupBy(way => way.Door)
            .Select(ways => new Door(ways.Key, [.. entrances.Select((_, i) => ways.Count(way => way.From == i))])),
    ];

    /// <summary>Takes a credit for each way, or none.</summary>
    /// <param name="loads">What enters by each of the entrances; a default one where nothing does.</param>
    public bool TryAcquire(ReadOnlySpan<Load> loads) => Sum(loads) is not { Batches: > 0 } load || _entrance.TryAcquireCredits(load);

    /// <summary>Gives those back.</summary>
    public void Release(ReadOnlySpan<Load> loads)
    {
        if (Sum(loads) is { Batches: > 0 } load)
        {
            _entrance.ReleaseCredits(load);
        }
    }

    /// <summary>How long until these may enter; nothing if none of them come this way.</summary>
    public TimeSpan RetryAfter(ReadOnlySpan<Load> loads) =>
        Sum(loads) is { Batches: > 0 } load ? _entrance.RetryAfter(load) : TimeSpan.Zero;

    /// <summary>Completes when there may be room, or with false at the timeout.</summary>
    public ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancel) =>
        _entrance.WaitForCreditsAsync(_batches, timeout, cancel);

    private Load Sum(ReadOnlySpan<Load> loads)
    {
        var sum = default(Load);
        for (int i = 0; i < loads.Length; i++)
        {
            sum += loads[i] * _ways[i];
        }

        return sum;
    }
}
