namespace HotPath.Engine.Plan;

/// <summary><c>service::telemetry</c>: how the gateway tells of itself.</summary>
/// <param name="Logs">Its log.</param>
/// <param name="Metrics">Its metrics.</param>
/// <param name="Resource">What is said of the process besides the built-in attributes, or instead; a null value removes one.</param>
public sealed record TelemetryPlan(LogsPlan Logs, MetricsPlan Metrics, IReadOnlyList<KeyValuePair<string, string?>> Resource);
