using System.Text;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>Rounds of two programs side by side: medians, their ratio, and whether the threshold held.</summary>
internal static class ComparisonReport
{
    /// <summary>The report as Markdown.</summary>
    public static string Write(Scenario scenario, IReadOnlyList<Round> rounds, string subject, string baseline, double threshold)
    {
        var text = new StringBuilder();
        text.Append($"### {scenario.Name}: {scenario.SpansPerRequest} spans a request, ");
        text.AppendLine($"{scenario.Connections} connections × {scenario.Copies} in flight");
        text.AppendLine();
        text.AppendLine("| program | CPU-ns per delivered span (median; all) | spans/s | MB/s | peak RSS MiB | refused | failed |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (IGrouping<string, Round> group in rounds.GroupBy(r => r.Peer))
        {
            string all = string.Join(" ", group.Select(r => $"{r.CpuNanosecondsPerSpan:F0}"));
            text.Append($"| {group.Key} | **{Median(group, r => r.CpuNanosecondsPerSpan):F0}** ({all}) ");
            text.Append($"| {Median(group, r => r.SpansPerSecond):F0} | {Median(group, r => r.MegabytesPerSecond):F0} ");
            text.Append($"| {group.Max(r => r.PeakResidentBytes) / 1048576.0:F0} ");
            text.AppendLine($"| {group.Sum(r => r.Refused)} | {group.Sum(r => r.Failed)} |");
        }

        double ratio = Ratio(rounds, subject, baseline);
        text.AppendLine();
        foreach (string other in rounds.Select(r => r.Peer).Distinct().Where(peer => peer != subject && peer != baseline))
        {
            text.AppendLine($"{other} ÷ {baseline}: **{Ratio(rounds, other, baseline):F2}**");
        }

        text.AppendLine($"{subject} ÷ {baseline}: **{ratio:F2}** (threshold {threshold:F1}: {(ratio <= threshold ? "held" : "missed")})");
        text.AppendLine(Ledgers(rounds, subject));
        return text.ToString();
    }

    /// <summary>The median over the rounds of subject ÷ baseline, round by round, since the machine drifts between rounds.</summary>
    public static double Ratio(IReadOnlyList<Round> rounds, string subject, string baseline)
    {
        double[] of(string peer) => [.. rounds.Where(r => r.Peer == peer).Select(r => r.CpuNanosecondsPerSpan)];
        return Median(of(subject).Zip(of(baseline), (s, b) => s / b), x => x);
    }

    private static string Ledgers(IReadOnlyList<Round> rounds, string subject)
    {
        int balanced = rounds.Count(r => r.Peer == subject && r.Output.Contains("the ledger balances", StringComparison.Ordinal));
        return $"The ledger balanced in {balanced} of {rounds.Count(r => r.Peer == subject)} rounds of {subject}.";
    }

    private static double Median<T>(IEnumerable<T> values, Func<T, double> of)
    {
        double[] sorted = [.. values.Select(of).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
