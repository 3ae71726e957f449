namespace HotPath.Engine.Pipeline;

/// <summary>What asks for room together: so many batches, with so many items and wire bytes in all.</summary>
/// <param name="Batches">Batches.</param>
/// <param name="Items">Items over all batches.</param>
/// <param name="Bytes">Wire bytes over all batches.</param>
internal readonly record struct Load(int Batches, int Items, long Bytes)
{
    /// <summary>One batch.</summary>
    public static Load Of(Batch batch) => new(1, batch.Items, batch.Bytes);

    /// <summary>Both together.</summary>
    public static Load operator +(Load a, Load b) => new(a.Batches + b.Batches, a.Items + b.Items, a.Bytes + b.Bytes);

    /// <summary>The same so many times.</summary>
    public static Load operator *(Load load, int times) => new(load.Batches * times, load.Items * times, load.Bytes * times);
}
