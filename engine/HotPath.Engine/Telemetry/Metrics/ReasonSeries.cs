namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Lines that come into being as their reasons are counted.</summary>
/// <param name="labels">The label pairs that all have, formatted.</param>
/// <param name="read">Each line's other label pairs, formatted, with its count now. What shares its labels is summed.</param>
internal sealed class ReasonSeries(string labels, Func<IEnumerable<(string Labels, long Count)>> read)
{
    /// <summary>Lines by the label <c>reason</c>: those known beforehand from the start, others as soon as they are counted.</summary>
    /// <param name="labels">The other label pairs, formatted.</param>
    /// <param name="known">The reasons shown at 0 from the start.</param>
    /// <param name="counts">The live counts.</param>
    public ReasonSeries(string labels, IReadOnlyList<string> known, ReasonCounts counts)
        : this(
            labels,
            () => known.Union(counts.All.Select(static pair => pair.Key), StringComparer.Ordinal)
                .Select(reason => (MetricLabels.Format(("reason", reason)), counts[reason])))
    {
    }

    /// <summary>Every line's labels and value now.</summary>
    public IEnumerable<(string Labels, double Value)> Lines => read()
        .GroupBy(static line => line.Labels, StringComparer.Ordinal)
        .Select(group => (MetricLabels.Join(labels, group.Key), (double)group.Sum(static line => line.Count)));
}
