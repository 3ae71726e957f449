namespace HotPath.Engine.Pipeline;

/// <summary>
/// A place where credits are taken for what one batch becomes on its way: as many as the ways that lead there, since each brings a batch of its
/// own. They are taken together, so that those who come by two ways can't wait for each other with one credit each.
/// </summary>
/// <param name="Entrance">Who gives the credits.</param>
/// <param name="Batches">How many ways lead there.</param>
internal readonly record struct Door(IEntrance Entrance, int Batches)
{
    /// <summary>The doors behind some entrances, each once.</summary>
    public static Door[] Behind(IEnumerable<IEntrance> entrances) =>
        [.. entrances.SelectMany(e => e.Doors).GroupBy(door => door).Select(ways => new Door(ways.Key, ways.Count()))];

    /// <summary>Takes a credit for each way, or none; each brings a batch of this size.</summary>
    public bool TryAcquire(int items, long bytes) => Entrance.TryAcquireCredits(Batches, items * Batches, bytes * Batches);

    /// <summary>Gives those back.</summary>
    public void Release(int items, long bytes) => Entrance.ReleaseCredits(Batches, items * Batches, bytes * Batches);

    /// <summary>Completes when there may be room, or with false at the timeout.</summary>
    public ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancel) => Entrance.WaitForCreditsAsync(Batches, timeout, cancel);
}
