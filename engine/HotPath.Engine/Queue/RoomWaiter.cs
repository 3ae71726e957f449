namespace HotPath.Engine.Queue;

/// <summary>
/// Someone who waits for room in a queue: with an entry, which is let in for it when its turn comes, or without, to be told to try again.
/// All members under the queue's lock but the task.
/// </summary>
internal sealed class RoomWaiter : TaskCompletionSource<EnqueueResult>
{
    public RoomWaiter(QueueEntry entry)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) => Entry = entry;

    /// <summary>What wants in; <c>default</c> for a waiter that only wants to be told.</summary>
    public QueueEntry Entry { get; }

    /// <summary>True if this waiter's entry must keep its place before later ones.</summary>
    public bool WantsIn => Entry.Batch is not null;
}
