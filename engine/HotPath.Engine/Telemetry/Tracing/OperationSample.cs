namespace HotPath.Engine.Telemetry.Tracing;

/// <summary>One operation that was kept.</summary>
/// <param name="Ended">When it ended.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Items">Its items; 0 if nobody counted them.</param>
/// <param name="Bytes">Its wire bytes; 0 if nobody counted them.</param>
/// <param name="Error">What went wrong; null if nothing did.</param>
public readonly record struct OperationSample(DateTimeOffset Ended, TimeSpan Took, int Items, long Bytes, string? Error);
