namespace HotPath.Engine.Queue;

/// <summary>What stands between a pipeline and an exporter's single attempts: queue → retry → timeout.</summary>
/// <param name="Queue">The sending queue.</param>
/// <param name="Retry">What happens after a retryable failure.</param>
/// <param name="Timeout">How long one attempt may take; zero: for ever.</param>
public sealed record ExportPlan(QueuePlan Queue, RetryPlan Retry, TimeSpan Timeout)
{
    /// <summary>Straight to the exporter: no queue, one attempt, no time limit.</summary>
    public static ExportPlan Bare { get; } = new(QueuePlan.Disabled, RetryPlan.Disabled, TimeSpan.Zero);
}
