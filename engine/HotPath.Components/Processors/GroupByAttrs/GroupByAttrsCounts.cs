using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Components.Processors.GroupByAttrs;

/// <summary>The Collector's counts of this processor. Thread-safe.</summary>
internal sealed class GroupByAttrsCounts
{
    private const string Scope = "github.com/open-telemetry/opentelemetry-collector-contrib/processor/groupbyattrsprocessor";

    private readonly Histogram _groups = new(HistogramBounds.Default);
    private long _grouped;
    private long _others;

    /// <summary>Makes the counts of one pipeline's processor.</summary>
    public GroupByAttrsCounts(Signal signal)
    {
        (string one, string many) = signal switch
        {
            Signal.Traces => ("span", "spans"),
            Signal.Logs => ("log", "logs"),
            _ => ("metric", "metrics"),
        };
        Counters =
        [
            new InlineCounter(
                $"otelcol_processor_groupbyattrs_num_grouped_{many}", Scope, $"Number of {many} that had attributes grouped", [],
                () => Volatile.Read(ref _grouped)),
            new InlineCounter(
                $"otelcol_processor_groupbyattrs_num_non_grouped_{many}",
                Scope,
                $"Number of {many} that did not have attributes grouped",
                [],
                () => Volatile.Read(ref _others)),
        ];
        Histograms =
        [
            new StageHistogram(
                $"otelcol_processor_groupbyattrs_{one}_groups",
                $"Distribution of groups extracted for {many}",
                "",
                MetricsLevel.Normal,
                _groups),
        ];
    }

    /// <summary>The counters; of metrics, data points are counted.</summary>
    public IReadOnlyList<InlineCounter> Counters { get; }

    /// <summary>Resource blocks that a request was grouped into.</summary>
    public IReadOnlyList<StageHistogram> Histograms { get; }

    /// <summary>Counts one request.</summary>
    public void Add(int items, int grouped, int groups)
    {
        Interlocked.Add(ref _grouped, grouped);
        Interlocked.Add(ref _others, items - grouped);
        _groups.Record(groups);
    }
}
