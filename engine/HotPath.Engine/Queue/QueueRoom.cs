namespace HotPath.Engine.Queue;

/// <summary>Room in a sending queue: what one batch takes, or what all that it holds take.</summary>
/// <param name="Batches">Batches.</param>
/// <param name="Size">Units of the queue's sizer.</param>
/// <param name="Bytes">Wire bytes, for the byte share.</param>
internal readonly record struct QueueRoom(long Batches, long Size, long Bytes)
{
    public static QueueRoom operator +(QueueRoom one, QueueRoom other) =>
        new(one.Batches + other.Batches, one.Size + other.Size, one.Bytes + other.Bytes);

    public static QueueRoom operator -(QueueRoom one, QueueRoom other) =>
        new(one.Batches - other.Batches, one.Size - other.Size, one.Bytes - other.Bytes);
}
