namespace HotPath.Engine.Pipeline;

/// <summary>The reasons under which items are counted that a pipeline, or the way into an exporter's queue, ends. Constants, so that docs can list them.</summary>
public static class DropReason
{
    /// <summary>The exporter's queue had no room, and the batch had other exporters to go to.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>A <c>batch</c> processor behind another has as many combinations of metadata as it may have, and this would be one more.</summary>
    public const string Cardinality = "metadata_cardinality";

    /// <summary>The gateway stopped before it could be handed on.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>A fault of the gateway's own; the log has it.</summary>
    public const string InternalError = "internal_error";
}
