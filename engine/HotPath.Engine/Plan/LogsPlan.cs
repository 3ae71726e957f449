namespace HotPath.Engine.Plan;

/// <summary><c>service::telemetry::logs</c>.</summary>
/// <param name="Level">debug, info, warn or error.</param>
/// <param name="IsJson"><c>encoding: json</c>; otherwise console.</param>
/// <param name="OutputPaths"><c>stderr</c>, <c>stdout</c> or files.</param>
/// <param name="InitialFields">Fields of every entry, sorted by name.</param>
public sealed record LogsPlan(
    string Level, bool IsJson, IReadOnlyList<string> OutputPaths, IReadOnlyList<KeyValuePair<string, object?>> InitialFields)
{
    /// <summary>False with <c>disable_zap_resource</c>: entries do not say which process they come from.</summary>
    public bool ShowsResource { get; init; } = true;

    /// <summary>How equal entries are sampled; null for all of them.</summary>
    public LogSamplingPlan? Sampling { get; init; }
}
