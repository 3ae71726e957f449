using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The budget and the slab pool: <c>hotpath_budget_*</c>, <c>hotpath_slab_*</c>.</summary>
internal static class MemoryMetrics
{
    /// <summary>Adds their lines.</summary>
    public static void Add(MetricRegistry registry, MemoryBudget budget, BudgetKeeper keeper, SlabPool slabs, BatchPool batches)
    {
        void Gauge(string name, string help, Func<double> read) => registry.Gauge(name, MetricWords.OwnScope, help, "By").Add(read);
        Gauge("hotpath_budget_limit_bytes", "The most that slabs may take: the memory limit less the baseline.", () => budget.LimitBytes);
        Gauge(
            "hotpath_budget_ingress_limit_bytes", "The slab bytes above which arriving requests are refused.",
            () => budget.IngressLimitBytes);
        Gauge("hotpath_budget_charged_bytes", "Bytes of slabs in use.", () => budget.ChargedBytes);
        Gauge("hotpath_budget_peak_bytes", "The most bytes of slabs that were ever in use.", () => budget.PeakBytes);
        Gauge(
            "hotpath_budget_baseline_bytes", "Resident bytes besides the slabs, as last measured, with a margin.",
            () => keeper.BaselineBytes);
        Gauge("hotpath_slab_retained_bytes", "Bytes of idle slabs kept for reuse.", () => slabs.RetainedBytes);
        Gauge("hotpath_slab_mapped_bytes", "Bytes of all slabs that have memory, idle and in use.", () => slabs.MappedBytes);
        registry.Gauge("hotpath_batches_held", MetricWords.OwnScope, "Batches in rings, stages and queues, and on the way out.")
            .Add(() => batches.Outstanding);
    }
}
