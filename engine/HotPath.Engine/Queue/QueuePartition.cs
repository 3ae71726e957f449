using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// What a queue with <c>batch</c> gathers of those whose metadata is the same under the keys of <c>partition</c>, or of everybody. It lives
/// while something waits in it. Guarded by the queue's lock.
/// </summary>
internal sealed class QueuePartition
{
    public QueuePartition(ClientMetadata metadata)
    {
        Metadata = metadata;
        Place = new LinkedListNode<QueuePartition>(this);
    }

    /// <summary>What they have in common, under the keys only: what the batches that leave carry.</summary>
    public ClientMetadata Metadata { get; }

    /// <summary>What waits; null before anything does.</summary>
    public Batch? Pending { get; set; }

    /// <summary>Whose items <see cref="Pending"/> holds.</summary>
    public Portions Portions { get; set; } = null!;

    /// <summary>When the first item of <see cref="Pending"/> came, as the clock's timestamp.</summary>
    public long Since { get; set; }

    /// <summary>Its place among the partitions, by the arrival of their first items.</summary>
    public LinkedListNode<QueuePartition> Place { get; }
}
