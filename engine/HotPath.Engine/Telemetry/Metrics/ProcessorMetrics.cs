using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// The Collector's <c>otelcol_processor_*</c>, from the counts of the pipelines that a processor stands in. Its name is its only label, as
/// in the Collector, so a processor of several pipelines shows their sum.
/// </summary>
internal static class ProcessorMetrics
{
    private const string IncomingHelp = "Number of items passed to the processor.";
    private const string OutgoingHelp = "Number of items emitted from the processor.";
    private static readonly string[] Losses =
        [DropReason.ShuttingDown, DropReason.InternalError, DropReason.Cardinality, DropReason.ProcessorError, DropReason.Memory];

    /// <summary>Adds the lines of one pipeline's processors.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="receivers">The ledgers of the receivers that feed it.</param>
    public static void Add(MetricRegistry registry, PipelineState pipeline, IReadOnlyList<ReceiverLedger> receivers)
    {
        PipelineLedger ledger = pipeline.Ledger;
        string items = MetricWords.ItemsOf(pipeline.Plan.Signal);
        foreach (GatePlan gate in pipeline.Plan.Processors.OfType<GatePlan>())
        {
            UnreadItems[] refused =
                [.. receivers.Select(r => UnreadItems.Of(r, [RefuseReason.Memory, RefuseReason.Tenant, RefuseReason.Pipeline]))];
            AddGate(registry, gate.Id, items, ledger, refused);
            AddGateFlow(registry, gate.Id, SignalNames.Of(pipeline.Plan.Signal), ledger, refused);
        }

        foreach ((ComponentId id, Stage stage) in pipeline.StagesById)
        {
            foreach (StageCounter counter in stage.Counters)
            {
                MetricFamily family = counter.IsGauge
                    ? registry.Gauge(counter.Name, ScopeOf(id), counter.Help, "", MetricsLevel.Normal)
                    : registry.Counter(counter.Name, ScopeOf(id), counter.Help, "", MetricsLevel.Normal);
                family.Add(() => counter.Read(), ("processor", id.ToString()));
            }

            foreach (StageHistogram histogram in stage.Histograms)
            {
                registry.Histogram(histogram.Name, ScopeOf(id), histogram.Help, histogram.Unit, histogram.From)
                    .Add(histogram.Values, ("processor", id.ToString()));
            }
        }

        foreach (InlineCounter counter in pipeline.InlineLinks.SelectMany(link => link.Processor.Counters))
        {
            registry.Counter(counter.Name, counter.Scope, counter.Help).Add(() => counter.Read(), counter.Labels);
        }

        foreach (InlineLink link in pipeline.InlineLinks)
        {
            foreach (StageHistogram histogram in link.Processor.Histograms)
            {
                registry.Histogram(histogram.Name, ScopeOf(link.Id), histogram.Help, histogram.Unit, histogram.From)
                    .Add(histogram.Values, ("processor", link.Id.ToString()));
            }
        }

        AddLosses(registry, pipeline, items);
        AddFlow(registry, pipeline);
        AddFiltered(registry, pipeline);
    }

    /// <summary>What filters dropped, under the name that the Collector's has; its label is <c>filter</c>.</summary>
    private static void AddFiltered(MetricRegistry registry, PipelineState pipeline)
    {
        string items = pipeline.Plan.Signal switch { Signal.Traces => "spans", Signal.Logs => "logs", _ => "datapoints" };
        foreach (InlineLink link in pipeline.InlineLinks.Where(link => link.Id.Type == "filter"))
        {
            registry.Counter(
                $"otelcol_processor_filter_{items}_filtered", MetricWords.ProcessorScope,
                "Number of items dropped by the filter processor.")
                .Add(() => link.Dropped, ("filter", link.Id.ToString()));
        }
    }

    /// <summary>Both the names since v0.155 and those before, which most alert files still hold.</summary>
    private static void AddGate(MetricRegistry registry, ComponentId id, string items, PipelineLedger ledger, UnreadItems[] refused)
    {
        foreach (string prefix in (string[])["otelcol_processor_memory_limiter_", "otelcol_processor_"])
        {
            registry.Counter($"{prefix}accepted_{items}", MetricWords.MemoryLimiterScope, "Number of items let into the pipeline.")
                .Add(() => ledger.Accepted, ("processor", id.ToString()));
            registry.Counter(
                    $"{prefix}refused_{items}",
                    MetricWords.MemoryLimiterScope,
                    "Number of items refused for lack of memory, estimated from the bytes of requests that were refused unread.")
                .Add(() => refused.Sum(static r => r.Read()), ("processor", id.ToString()));
        }
    }

    /// <summary>In: what was let in and what was refused, which is an estimate; out: what was let in.</summary>
    private static void AddGateFlow(MetricRegistry registry, ComponentId id, string signal, PipelineLedger ledger, UnreadItems[] refused)
    {
        (string, string)[] labels = [("processor", id.ToString()), ("otel_signal", signal)];
        registry.Counter("otelcol_processor_incoming_items", MetricWords.ProcessorScope, IncomingHelp)
            .Add(() => ledger.Accepted + refused.Sum(static r => r.Read()), labels);
        registry.Counter("otelcol_processor_outgoing_items", MetricWords.ProcessorScope, OutgoingHelp).Add(() => ledger.Accepted, labels);
    }

    private static string ScopeOf(ComponentId id) => id.Type == "batch" ? MetricWords.BatchScope : MetricWords.ProcessorScope;

    /// <summary>
    /// Losses only: what a filter or sampler drops on purpose has reasons of its own. The pipeline's losses happen on the way into a stage;
    /// they are shown at the last one, and every other processor loses nothing.
    /// </summary>
    private static void AddLosses(MetricRegistry registry, PipelineState pipeline, string items)
    {
        ReasonCounts dropped = pipeline.Ledger.DroppedByReason;
        ProcessorPlan? last = pipeline.Plan.Processors.OfType<StagePlan>().LastOrDefault();
        MetricFamily family =
            registry.Counter($"otelcol_processor_dropped_{items}", MetricWords.ProcessorScope, "Number of items lost in the processor.");
        foreach (ProcessorPlan processor in pipeline.Plan.Processors)
        {
            bool loses = processor == last;
            family.Add(
                () => loses ? Losses.Sum(reason => dropped[reason]) : 0,
                ("processor", processor.Id.ToString()));
        }
    }

    /// <summary>
    /// In and out, where both are counted: of every inline processor; into the first stage and out of the last. The counts of a stage are
    /// those of its neighbours, the pipeline's own at its two ends.
    /// </summary>
    private static void AddFlow(MetricRegistry registry, PipelineState pipeline)
    {
        StagePlan[] stages = [.. pipeline.Plan.Processors.OfType<StagePlan>()];
        InlineLink[] links = [.. pipeline.InlineLinks];
        if (stages.Length + links.Length == 0)
        {
            return;
        }

        PipelineLedger ledger = pipeline.Ledger;
        MetricFamily incoming = registry.Counter("otelcol_processor_incoming_items", MetricWords.ProcessorScope, IncomingHelp);
        MetricFamily outgoing = registry.Counter("otelcol_processor_outgoing_items", MetricWords.ProcessorScope, OutgoingHelp);
        (string, string) signal = ("otel_signal", SignalNames.Of(pipeline.Plan.Signal));
        foreach (InlineLink link in links)
        {
            incoming.Add(() => link.Incoming, ("processor", link.Id.ToString()), signal);
            outgoing.Add(() => link.Outgoing, ("processor", link.Id.ToString()), signal);
        }

        if (stages.Length == 0)
        {
            return;
        }

        InlineLink? before = pipeline.Leading?.Links[^1];
        InlineLink? after = pipeline.FirstLinkBehindStages;
        incoming.Add(() => before?.Outgoing ?? ledger.Accepted, ("processor", stages[0].Id.ToString()), signal);
        outgoing.Add(() => after?.Incoming ?? ledger.Out, ("processor", stages[^1].Id.ToString()), signal);
    }
}
