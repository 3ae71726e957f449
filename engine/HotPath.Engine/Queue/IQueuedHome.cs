namespace HotPath.Engine.Queue;

/// <summary>
/// Where a queued batch lies besides memory: it is told when the batch has gone, and may keep what was cut off by a stop.
/// </summary>
internal interface IQueuedHome
{
    /// <summary>False if it is in memory only, and nobody writes it down for a stop, which loses it.</summary>
    bool IsStored { get; }

    /// <summary>The last of the batch's items has gone. Under the queue's lock; must not block.</summary>
    /// <param name="keptItems">Items that the gateway's stop cut off; if there are any, the batch is to be sent again.</param>
    void OnSettled(int keptItems);
}
