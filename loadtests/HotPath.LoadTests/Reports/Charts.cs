using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>The pictures of a report, by file name.</summary>
internal static class Charts
{
    public static IReadOnlyDictionary<string, string> Draw(IReadOnlyList<ScenarioResult> results)
    {
        var charts = new Dictionary<string, string>();
        ScenarioResult[] throughput = [.. results.Where(result => result.Latencies.Count == 0 && result.Memory.Count == 0)];
        if (throughput.Length > 0)
        {
            charts["cpu.svg"] = BarChart.Write(
                "CPU-ns per delivered span, each scenario to its own scale: less is better", [.. throughput.Select(Cpu)], "F0",
                toOwnScale: true);
            charts["memory.svg"] = BarChart.Write(
                "Peak resident memory in MiB: less is better", [.. throughput.Select(Memory)], "F0");
        }

        foreach (ScenarioResult result in results)
        {
            if (result.Latencies.Count > 0)
            {
                BarGroup[] groups = [.. result.Latencies.Select(Percentiles)];
                charts[$"{result.Name}.svg"] = BarChart.Write("Latency in ms: less is better", groups, "F2");
            }

            if (result.Memory.Count > 0)
            {
                charts[$"{result.Name}.svg"] = LineChart.Write("Resident memory of the gateway", result.Memory);
            }
        }

        return charts;
    }

    private static BarGroup Cpu(ScenarioResult result) => new(
        result.Title,
        [
            .. result.Rounds.GroupBy(round => round.Peer)
                .Select(group => (group.Key, Statistics.Median(group.Select(round => round.CpuNanosecondsPerSpan)))),
        ]);

    private static BarGroup Memory(ScenarioResult result) => new(
        result.Title,
        [
            .. result.Rounds.GroupBy(round => round.Peer)
                .Select(group => (group.Key, group.Max(round => round.PeakResidentBytes) / 1048576.0)),
        ]);

    private static BarGroup Percentiles(Latency latency) => new(
        $"{latency.Peer} at {latency.PercentOfSaturation:F0} %",
        [("p50", latency.P50Microseconds / 1e3), ("p99", latency.P99Microseconds / 1e3), ("p99.9", latency.P999Microseconds / 1e3)]);
}
