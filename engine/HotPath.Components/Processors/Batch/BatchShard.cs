using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Batch;

/// <summary>What one combination of metadata gathers. Made by any thread that brings it, from then on the stage's owner's alone.</summary>
internal sealed class BatchShard
{
    public BatchShard(ClientMetadata metadata)
    {
        Client = new ClientInfo(metadata);
        Place = new LinkedListNode<BatchShard>(this);
    }

    /// <summary>What its batches carry: the metadata of the processor's keys, and no address.</summary>
    public ClientInfo Client { get; }

    /// <summary>What waits; null if nothing does.</summary>
    public Engine.Pipeline.Batch? Pending { get; set; }

    /// <summary>When the first item of <see cref="Pending"/> came, as the clock's timestamp.</summary>
    public long FirstArrived { get; set; }

    /// <summary>Its place among the shards in which something waits; in no list otherwise.</summary>
    public LinkedListNode<BatchShard> Place { get; }
}
