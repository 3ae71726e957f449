using System.Text;
using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>What processing costs, all scenarios that ran beside pass-through in one table.</summary>
internal static class ProcessingTable
{
    /// <summary>The table; nothing if there was no such scenario.</summary>
    public static string Write(IReadOnlyList<ScenarioResult> results)
    {
        ScenarioResult[] rows = [.. results.Where(result => Ratios.OverPassThrough(result.Rounds).Count > 0)];
        if (rows.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        text.AppendLine("### What processing costs over pass-through").AppendLine();
        text.Append("CPU time for each span that was acknowledged, less that of the same gateway without processors in the round ");
        text.AppendLine("beside it, at the same rate of requests.").AppendLine();
        text.Append("| processors | ns a span over pass-through (median; all) | bar | pass-through itself | allocated B per request ");
        text.AppendLine("| peak RSS MiB |").AppendLine("|---|---|---|---|---|---|");
        foreach (ScenarioResult result in rows)
        {
            IReadOnlyList<double> over = Ratios.OverPassThrough(result.Rounds);
            Round[] own = [.. result.Rounds.Where(round => round.Peer != Contender.PassThrough)];
            Check? check = result.Checks.FirstOrDefault(check => check.Name == Threshold.OverPassThrough);
            string bar = check is null ? "" : $"≤ {check.Bar:0.##}";
            double baseline = Statistics.Median(
                result.Rounds.Where(round => round.Peer == Contender.PassThrough).Select(round => round.CpuNanosecondsPerAcknowledgedSpan));
            string all = string.Join(" ", over.Select(value => $"{value:F0}"));
            text.Append($"| {result.Title} | **{Statistics.Median(over):F0}** ({all}) | {bar} ");
            text.Append($"| {baseline:F0} | {Statistics.Median(own.Select(round => round.AllocatedBytesPerRequest ?? double.NaN)):F0} ");
            text.AppendLine($"| {own.Max(round => round.PeakResidentBytes) / 1048576.0:F0} |");
        }

        return text.AppendLine().ToString();
    }
}
