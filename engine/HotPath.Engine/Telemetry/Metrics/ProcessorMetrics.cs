using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// The Collector's <c>otelcol_processor_*</c>, from the counts of the pipelines that a processor stands in. Its name is its only label, as in
/// the Collector, so a processor of several pipelines shows their sum.
/// </summary>
internal static class ProcessorMetrics
{
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
            AddGate(registry, gate.Id, items, ledger, [.. receivers.Select(r => new UnreadItems(r, [RefuseReason.Memory]))]);
        }

        foreach ((ComponentId id, Stage stage) in pipeline.StagesById)
        {
            foreach (StageCounter counter in stage.Counters)
            {
                MetricFamily family = counter.IsGauge
                    ? registry.Gauge(counter.Name, MetricWords.ProcessorScope, counter.Help)
                    : registry.Counter(counter.Name, MetricWords.ProcessorScope, counter.Help);
                family.Add(() => counter.Read(), ("processor", id.ToString()));
            }
        }

        AddLosses(registry, pipeline, items);
        AddFlow(registry, pipeline);
    }

    /// <summary>Both the names since v0.155 and those before, which most alert files still hold.</summary>
    private static void AddGate(MetricRegistry registry, ComponentId id, string items, PipelineLedger ledger, UnreadItems[] refused)
    {
        foreach (string prefix in (string[])["otelcol_processor_memory_limiter_", "otelcol_processor_"])
        {
            registry.Counter($"{prefix}accepted_{items}", MetricWords.ProcessorScope, "Number of items let into the pipeline.")
                .Add(() => ledger.Accepted, ("processor", id.ToString()));
            registry.Counter(
                    $"{prefix}refused_{items}",
                    MetricWords.ProcessorScope,
                    "Number of items refused for lack of memory, estimated from the bytes of requests that were refused unread.")
                .Add(() => refused.Sum(static r => r.Read()), ("processor", id.ToString()));
        }
    }

    /// <summary>
    /// Losses only: what a filter or sampler drops on purpose has reasons of its own. The pipeline's losses happen on the way into a stage; they
    /// are shown at the last one, and every other processor loses nothing.
    /// </summary>
    private static void AddLosses(MetricRegistry registry, PipelineState pipeline, string items)
    {
        ReasonCounts dropped = pipeline.Ledger.DroppedByReason;
        ProcessorPlan? last = pipeline.Plan.Processors.OfType<StagePlan>().LastOrDefault();
        MetricFamily family = registry.Counter($"otelcol_processor_dropped_{items}", MetricWords.ProcessorScope, "Number of items lost in the processor.");
        foreach (ProcessorPlan processor in pipeline.Plan.Processors)
        {
            bool loses = processor == last;
            family.Add(
                () => loses ? dropped[DropReason.ShuttingDown] + dropped[DropReason.InternalError] + dropped[DropReason.Cardinality] : 0,
                ("processor", processor.Id.ToString()));
        }
    }

    /// <summary>In and out, where both are counted: at the gate's far side, into the first stage and out of the last.</summary>
    private static void AddFlow(MetricRegistry registry, PipelineState pipeline)
    {
        PipelineLedger ledger = pipeline.Ledger;
        StagePlan[] stages = [.. pipeline.Plan.Processors.OfType<StagePlan>()];
        if (stages.Length == 0)
        {
            return;
        }

        string signal = SignalNames.Of(pipeline.Plan.Signal);
        registry.Counter("otelcol_processor_incoming_items", MetricWords.ProcessorScope, "Number of items passed to the processor.")
            .Add(() => ledger.Accepted, ("processor", stages[0].Id.ToString()), ("otel_signal", signal));
        registry.Counter("otelcol_processor_outgoing_items", MetricWords.ProcessorScope, "Number of items emitted from the processor.")
            .Add(() => ledger.Out, ("processor", stages[^1].Id.ToString()), ("otel_signal", signal));
    }
}
