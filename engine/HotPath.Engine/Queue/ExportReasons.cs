namespace HotPath.Engine.Queue;

/// <summary>The reasons this folder counts under; an exporter adds its own (<c>unavailable</c>, <c>invalid_argument</c>, …).</summary>
public static class ExportReasons
{
    /// <summary>The queue had no room (not let in).</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The gateway is stopping (not let in, or given up).</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The attempt took longer than <c>timeout</c>, or the backend said so of itself.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>The budget had no room for what sending needs (given up, or tried again).</summary>
    public const string Memory = "memory";

    /// <summary>Whoever waited for the answer stopped waiting (only without a queue).</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The exporter threw: a defect of ours.</summary>
    public const string ExporterFault = "exporter_fault";
}
