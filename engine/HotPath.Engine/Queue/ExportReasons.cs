namespace HotPath.Engine.Queue;

/// <summary>
/// The reasons, besides <see cref="Pipeline.DropReason"/>, under which an export chain counts items it gave up; an exporter adds its own
/// (<c>unavailable</c>, <c>invalid_argument</c>, …).
/// </summary>
public static class ExportReasons
{
    /// <summary>The attempt took longer than <c>timeout</c>, or the backend said so of itself.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>A gRPC backend's own limits.</summary>
    public const string ResourceExhausted = "resource_exhausted";

    /// <summary>An HTTP backend's own limits.</summary>
    public const string TooManyRequests = "http_429";

    /// <summary>A gRPC backend can't take the request as it is.</summary>
    public const string InvalidArgument = "invalid_argument";

    /// <summary>An HTTP backend can't take the request as it is.</summary>
    public const string BadRequest = "http_400";

    /// <summary>A request is too large for an HTTP backend.</summary>
    public const string ContentTooLarge = "http_413";

    /// <summary>The budget had no room for what sending needs.</summary>
    public const string Memory = "memory";

    /// <summary>Whoever waited for the answer stopped waiting (only without a queue), or the backend cancelled the call.</summary>
    public const string Cancelled = "cancelled";
}
