namespace HotPath.Engine.Pipeline;

/// <summary>
/// The way into a pipeline, in two steps so that publishing to several pipelines is all or nothing: first credits from each door, then each
/// gets its batch. Thread-safe.
/// </summary>
internal interface IEntrance
{
    /// <summary>
    /// Where credits are taken for a batch that enters here: the entrance itself, those of the pipelines behind it, or none. One that is
    /// reached twice is there twice (see <see cref="Door"/>).
    /// </summary>
    IReadOnlyList<IEntrance> Doors { get; }

    /// <summary>True if <see cref="EnterAsync"/> may wait for a backend or a queue, and so for longer than the sender's patience.</summary>
    bool MayWait { get; }

    /// <summary>Ok, or why this client's requests are never taken here (<see cref="Stage.Admit"/>). Asked before credits.</summary>
    Outcome Admit(in ClientInfo client);

    /// <summary>Takes the right to enter with these batches together; false, and none taken, when there is no room for all.</summary>
    bool TryAcquireCredits(in Load load);

    /// <summary>Gives unused credits back.</summary>
    void ReleaseCredits(in Load load);

    /// <summary>
    /// How long until this may enter, as far as what it would wait for tells: the longest of its ring, its queues, and what stands behind
    /// connectors (see <see cref="Core.Memory.DrainDelay"/>).
    /// </summary>
    TimeSpan RetryAfter(in Load load);

    /// <summary>Completes when there may be room for so many, or with false at the timeout.</summary>
    ValueTask<bool> WaitForCreditsAsync(int batches, TimeSpan timeout, CancellationToken cancel);

    /// <summary>
    /// Enters under the credits of <see cref="Doors"/>; the batch's hold is the pipeline's from here. Completes at once unless
    /// <see cref="MayWait"/>. With <paramref name="hasSender"/>, who sent the batch is told how sending it ended, where that is known, and
    /// <paramref name="cancel"/> is the end of its patience; without, nobody waits, and it is the gateway's stop.
    /// </summary>
    ValueTask<Outcome> EnterAsync(Batch batch, bool hasSender, CancellationToken cancel);
}
