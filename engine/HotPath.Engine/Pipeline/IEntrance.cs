namespace HotPath.Engine.Pipeline;

/// <summary>
/// The way into a pipeline, in two steps so that publishing to several pipelines is all or nothing: first a credit from each door, then each
/// gets its batch. Thread-safe.
/// </summary>
internal interface IEntrance
{
    /// <summary>
    /// Where credits are taken for a batch that enters here: the entrance itself, those of the pipelines behind it, or none. One that is reached
    /// twice is there twice.
    /// </summary>
    IReadOnlyList<IEntrance> Doors { get; }

    /// <summary>Ok, or why this client's requests are never taken here (<see cref="Stage.Admit"/>). Asked before credits.</summary>
    Outcome Admit(in ClientInfo client);

    /// <summary>Takes the right to enter with one batch of this size; false when there is no room.</summary>
    bool TryAcquireCredit(int items, long bytes);

    /// <summary>Gives an unused credit back.</summary>
    void ReleaseCredit(int items, long bytes);

    /// <summary>Completes when there may be room, or with false at the timeout.</summary>
    ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, CancellationToken cancel);

    /// <summary>Enters under the credits of <see cref="Doors"/>; the batch's hold is the pipeline's from here. Completes at once unless an exporter without a queue is asked.</summary>
    ValueTask<Outcome> EnterAsync(Batch batch, CancellationToken cancel);
}
