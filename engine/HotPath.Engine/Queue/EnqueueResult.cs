namespace HotPath.Engine.Queue;

/// <summary>Whether a sending queue took a batch over.</summary>
public enum EnqueueResult : byte
{
    /// <summary>The hold and the batch's fate are the queue's now.</summary>
    Enqueued,

    /// <summary>There is no room; the hold is still the caller's.</summary>
    QueueFull,

    /// <summary>The queue takes nothing more; the hold is still the caller's.</summary>
    ShuttingDown,
}
