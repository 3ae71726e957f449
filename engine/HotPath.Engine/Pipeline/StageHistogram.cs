using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Pipeline;

/// <summary>A histogram that a stage records for the gateway's own metrics.</summary>
/// <param name="Name">The metric's name, without suffixes.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Unit"><c>By</c>, <c>s</c>, or empty.</param>
/// <param name="From">The level from which it is shown; below it the stage need not record.</param>
/// <param name="Values">What it records into.</param>
public readonly record struct StageHistogram(string Name, string Help, string Unit, MetricsLevel From, Histogram Values);
