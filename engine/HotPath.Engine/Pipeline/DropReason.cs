namespace HotPath.Engine.Pipeline;

/// <summary>
/// The reasons under which items are counted that a pipeline, or the way into an exporter's queue, ends. Constants, so that docs can list
/// them.
/// </summary>
public static class DropReason
{
    /// <summary>The exporter's queue had no room, and the batch had other exporters to go to.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>
    /// A <c>batch</c> processor behind another has as many combinations of metadata as it may have, and this would be one more.
    /// </summary>
    public const string Cardinality = "metadata_cardinality";

    /// <summary>The gateway stopped before it could be handed on.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>A fault of the gateway's own; the log has it.</summary>
    public const string InternalError = "internal_error";

    /// <summary>A filter's condition held: dropped on purpose, not lost.</summary>
    public const string Filtered = "filtered";

    /// <summary>A sampler decided against it: dropped on purpose, not lost.</summary>
    public const string Sampled = "sampled";

    /// <summary>
    /// Behind a stage, a processor failed under <c>error_mode: propagate</c>, when nobody waited for the answer any more.
    /// </summary>
    public const string ProcessorError = "processor_error";

    /// <summary>Behind a stage, the memory budget had no room for edits.</summary>
    public const string Memory = "memory";
}
