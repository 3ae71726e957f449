namespace HotPath.Engine.Pipeline;

/// <summary>The answer to one attempt to send a batch.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="RejectedItems">With <see cref="SendStatus.Delivered"/>: items the backend refused for good (partial success).</param>
/// <param name="RetryAfter">With <see cref="SendStatus.Retryable"/>: the delay the backend asked for; zero if it named none.</param>
/// <param name="Reason">A short, countable reason: <c>unavailable</c>, <c>deadline_exceeded</c>, <c>invalid_argument</c>, …; empty on
/// success.</param>
/// <param name="Message">For people: what went wrong, or a partial success's message.</param>
public readonly record struct SendResult(SendStatus Status, long RejectedItems, TimeSpan RetryAfter, string Reason, string Message)
{
    /// <summary>All delivered.</summary>
    public static SendResult Delivered => new(SendStatus.Delivered, 0, TimeSpan.Zero, "", "");
}
