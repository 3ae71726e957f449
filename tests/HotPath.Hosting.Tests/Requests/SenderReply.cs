namespace HotPath.Hosting.Tests.Requests;

/// <summary>What a sender of either protocol was told.</summary>
/// <param name="Status">The grpc-status, or the HTTP status.</param>
/// <param name="Delay">RetryInfo's delay, or Retry-After; null if there was none.</param>
/// <param name="Message">The text; empty with a success.</param>
internal sealed record SenderReply(int Status, TimeSpan? Delay, string Message)
{
    /// <summary>Whether the gateway has it.</summary>
    public bool IsTaken => Status is 0 or 200;

    /// <summary>Whether it is told to come again: UNAVAILABLE, or 503, with a delay.</summary>
    public bool IsThrottled => Status is 14 or 503 && Delay > TimeSpan.Zero;
}
