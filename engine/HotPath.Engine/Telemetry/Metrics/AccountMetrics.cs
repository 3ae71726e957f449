using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// What tenants and pipelines hold: <c>hotpath_tenant_*</c>, <c>hotpath_pipeline_held_bytes</c>. Nothing where no account is kept.
/// </summary>
internal static class AccountMetrics
{
    /// <summary>The most tenants of one limiter that have a line: those that hold most.</summary>
    public const int TenantsShown = 20;

    /// <summary>Adds their lines.</summary>
    public static void Add(MetricRegistry registry, IEnumerable<TenantBook> books, IEnumerable<SlabAccount> pipelines)
    {
        foreach (TenantBook book in books)
        {
            string limiter = book.Limiter.ToString();
            registry.Gauge(
                "hotpath_tenant_held_bytes", MetricWords.OwnScope,
                $"Bytes of slabs that a tenant's requests hold: the {TenantsShown} that hold most.", "By")
                .AddByReason(new ReasonSeries(
                    MetricLabels.Format(("limiter", limiter)),
                    () => book.Fullest(TenantsShown).Select(static a => (MetricLabels.Format(("tenant", a.Name)), a.HeldBytes))));
            registry.Gauge("hotpath_tenant_limit_bytes", MetricWords.OwnScope, "The most that one tenant's requests may hold.", "By")
                .Add(() => book.Shared.LimitBytes, ("limiter", limiter));
            registry.Gauge("hotpath_tenants", MetricWords.OwnScope, "Tenants with an account of their own.")
                .Add(() => book.Count, ("limiter", limiter));
            registry.Counter(
                "hotpath_tenant_shared_requests", MetricWords.OwnScope, "Requests of tenants beyond max_tenants, which share an account.")
                .Add(() => book.SharedRequests, ("limiter", limiter));
        }

        foreach (SlabAccount account in pipelines)
        {
            registry.Gauge(
                "hotpath_pipeline_held_bytes", MetricWords.OwnScope, "Bytes of slabs that a pipeline's requests hold, if it has a limit.",
                "By")
                .Add(() => account.HeldBytes, ("pipeline", account.Name));
        }
    }
}
