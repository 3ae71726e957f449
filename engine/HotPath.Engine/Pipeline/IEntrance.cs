namespace HotPath.Engine.Pipeline;

/// <summary>
/// The way into a pipeline, in two steps so that publishing to several pipelines is all or nothing: first a credit from each, then each gets
/// its batch. Thread-safe.
/// </summary>
internal interface IEntrance
{
    /// <summary>Ok, or why this client's requests are never taken here (<see cref="Stage.Admit"/>). Asked before credits.</summary>
    Outcome Admit(in ClientInfo client);

    /// <summary>Takes the right to enter with one batch of this size; false when there is no room.</summary>
    bool TryAcquireCredit(int items, long bytes);

    /// <summary>Gives an unused credit back.</summary>
    void ReleaseCredit(int items, long bytes);

    /// <summary>Completes when there may be room, or with false at the timeout.</summary>
    ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, CancellationToken cancel);

    /// <summary>Enters under a credit; the batch's hold is the pipeline's from here. Completes at once unless an exporter without a queue is asked.</summary>
    ValueTask<Outcome> EnterAsync(Batch batch, CancellationToken cancel);
}
