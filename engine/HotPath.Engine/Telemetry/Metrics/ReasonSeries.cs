namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Lines that differ in their label <c>reason</c>: those known beforehand from the start, others as soon as they are counted.</summary>
/// <param name="labels">The other label pairs, formatted.</param>
/// <param name="known">The reasons shown at 0 from the start.</param>
/// <param name="counts">The live counts.</param>
internal sealed class ReasonSeries(string labels, IReadOnlyList<string> known, ReasonCounts counts)
{
    /// <summary>Every line's labels and value now.</summary>
    public IEnumerable<(string Labels, double Value)> Lines =>
        known.Union(counts.All.Select(static pair => pair.Key), StringComparer.Ordinal)
            .Select(reason => (MetricLabels.Join(labels, MetricLabels.Format(("reason", reason))), (double)counts[reason]));
}
