using HotPath.Core.Memory;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The Collector's <c>otelcol_process_*</c>; «runtime» is .NET's.</summary>
internal static class ProcessMetrics
{
    /// <summary>Adds the process's lines.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="started">The timestamp that the uptime counts from.</param>
    public static void Add(MetricRegistry registry, TimeProvider time, long started)
    {
        registry.Counter("otelcol_process_uptime", MetricWords.ServiceScope, "Uptime of the process.", "s")
            .Add(() => time.GetElapsedTime(started).TotalSeconds);
        registry.Counter("otelcol_process_cpu_seconds", MetricWords.ServiceScope, "Total CPU user and system time in seconds.", "s")
            .Add(static () => Environment.CpuUsage.TotalTime.TotalSeconds);
        registry.Gauge("otelcol_process_memory_rss", MetricWords.ServiceScope, "Total physical memory (resident set size).", "By")
            .Add(static () => ResidentMemory.ReadBytes());
        registry.Gauge("otelcol_process_runtime_heap_alloc_bytes", MetricWords.ServiceScope, "Bytes of objects on the managed heap.", "By")
            .Add(static () => GC.GetTotalMemory(forceFullCollection: false));
        registry.Gauge(
            "otelcol_process_runtime_total_sys_memory_bytes", MetricWords.ServiceScope, "Bytes the managed heap has from the system.", "By")
            .Add(static () => GC.GetGCMemoryInfo().TotalCommittedBytes);
        registry.Counter(
            "otelcol_process_runtime_total_alloc_bytes", MetricWords.ServiceScope, "Cumulative bytes allocated on the managed heap.", "By")
            .Add(static () => GC.GetTotalAllocatedBytes());
    }
}
