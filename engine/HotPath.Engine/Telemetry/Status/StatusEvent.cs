namespace HotPath.Engine.Telemetry.Status;

/// <summary>A status, and since when. Immutable.</summary>
/// <param name="Status">The status.</param>
/// <param name="At">When it began, in local time.</param>
/// <param name="Error">What is wrong, for people; empty unless the status is an error. Never holds a secret.</param>
public sealed record StatusEvent(ComponentStatus Status, DateTimeOffset At, string Error = "");
