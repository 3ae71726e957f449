namespace HotPath.Engine.Pipeline;

/// <summary>What stands after a stage: the next stage, or the fan-out to the exporters.</summary>
public interface IBatchSink
{
    /// <summary>
    /// Hands a batch on; its hold is the sink's from here. Completes at once while there is room. A task that has not completed means
    /// «late»: the caller hands over nothing more until it has, and so the stages before it fill up, back to the receiver.
    /// </summary>
    ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel);
}
