using System.Text;
using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>A scenario's result as Markdown.</summary>
internal static class ScenarioReport
{
    private const int PausesListed = 20;

    public static string Write(ScenarioResult result)
    {
        var text = new StringBuilder();
        text.AppendLine($"### {result.Title}").AppendLine();
        text.AppendLine($"`{result.Name}`: {result.Load}.").AppendLine();
        WriteRounds(text, result.Rounds);
        WriteRatios(text, result.Rounds);
        StorageTables.Write(text, result);
        WriteLatencies(text, result.Latencies);
        WritePauses(text, result);
        foreach (string note in result.Notes)
        {
            text.AppendLine(note).AppendLine();
        }

        WriteLedger(text, result.Rounds);
        WriteChecks(text, result.Checks);
        return text.ToString();
    }

    private static void WriteRounds(StringBuilder text, IReadOnlyList<Round> rounds)
    {
        text.Append("| program | CPU-ns per delivered span (median; all) | of a core | spans/s | MB/s | peak RSS MiB ");
        text.AppendLine("| allocated B per request | per span | refused | failed |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (IGrouping<string, Round> group in rounds.GroupBy(round => round.Peer))
        {
            string all = string.Join(" ", group.Select(round => $"{round.CpuNanosecondsPerSpan:F0}"));
            text.Append($"| {group.Key} | **{Median(group, round => round.CpuNanosecondsPerSpan):F0}** ({all}) ");
            text.Append($"| {100 * Median(group, round => round.CoreShare):F0} % | {Median(group, round => round.SpansPerSecond):F0} ");
            text.Append($"| {Median(group, round => round.MegabytesPerSecond):F0} ");
            text.Append($"| {group.Max(round => round.PeakResidentBytes) / 1048576.0:F0} ");
            text.Append($"| {Optional(group, round => round.AllocatedBytesPerRequest, "F0")} ");
            text.Append($"| {Optional(group, round => round.AllocatedBytesPerSpan, "F1")} ");
            text.AppendLine($"| {group.Sum(round => round.Refused)} | {group.Sum(round => round.Failed)} |");
        }

        text.AppendLine();
    }

    private static void WriteRatios(StringBuilder text, IReadOnlyList<Round> rounds)
    {
        string[] peers = [.. rounds.Select(round => round.Peer).Distinct()];
        if (peers.Length < 2)
        {
            return;
        }

        IEnumerable<string> ratios = peers.Skip(1)
            .Select(other => $"{peers[0]} ÷ {other}: **{Ratios.Of(rounds, peers[0], other):F2}**");
        text.AppendLine(string.Join("; ", ratios) + ".");
        text.AppendLine();
        IReadOnlyList<double> over = Ratios.OverPassThrough(rounds);
        if (over.Count > 0)
        {
            text.Append($"Over pass-through, for each acknowledged span: **{Statistics.Median(over):F0}** ns ");
            text.AppendLine($"({string.Join(" ", over.Select(nanoseconds => $"{nanoseconds:F0}"))}).").AppendLine();
        }
    }

    private static void WriteLatencies(StringBuilder text, IReadOnlyList<Latency> latencies)
    {
        if (latencies.Count == 0)
        {
            return;
        }

        text.AppendLine("| program | load | spans/s | requests | p50 ms | p99 ms | p99.9 ms | max ms |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (Latency latency in latencies)
        {
            text.Append($"| {latency.Peer} | {latency.PercentOfSaturation:F0} % | {latency.SpansPerSecond:F0} | {latency.Requests} ");
            text.Append($"| {latency.P50Microseconds / 1e3:F2} | {latency.P99Microseconds / 1e3:F2} ");
            text.AppendLine($"| {latency.P999Microseconds / 1e3:F2} | {latency.MaxMicroseconds / 1e3:F2} |");
        }

        text.AppendLine();
    }

    private static void WritePauses(StringBuilder text, ScenarioResult result)
    {
        if (result.Memory.Count == 0)
        {
            return;
        }

        IReadOnlyList<GcPause> pauses = result.Pauses;
        text.AppendLine(
            $"Garbage collections: {pauses.Count}, {pauses.Sum(pause => pause.Milliseconds):F1} ms in all. "
            + $"The longest{(pauses.Count > PausesListed ? $" {PausesListed}" : "")}:").AppendLine();
        text.AppendLine("| at s | generation | ms |").AppendLine("|---|---|---|");
        foreach (GcPause pause in pauses.OrderByDescending(pause => pause.Milliseconds).Take(PausesListed))
        {
            text.AppendLine($"| {pause.AtSeconds:F1} | {pause.Generation} | {pause.Milliseconds:F2} |");
        }

        text.AppendLine();
    }

    private static void WriteLedger(StringBuilder text, IReadOnlyList<Round> rounds)
    {
        Round[] gateways = [.. rounds.Where(round => round.LedgerBalances is not null)];
        if (gateways.Length == 0)
        {
            return;
        }

        int balanced = gateways.Count(round => round.LedgerBalances == true);
        text.AppendLine($"The ledger balanced in {balanced} of {gateways.Length} rounds. The last one's:");
        text.AppendLine().AppendLine("```text").AppendJoin('\n', gateways[^1].Ledger).AppendLine().AppendLine("```").AppendLine();
    }

    private static void WriteChecks(StringBuilder text, IReadOnlyList<Check> checks)
    {
        text.AppendLine("| threshold | measured | bar | |").AppendLine("|---|---|---|---|");
        foreach (Check check in checks)
        {
            string bar = $"{(check.IsLeast ? "≥" : "≤")} {check.Bar:0.##}";
            text.AppendLine($"| {check.Name} | {check.Value:0.##} | {bar} | {(check.Held ? "held" : "**missed**")} |");
        }
    }

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> of) => Statistics.Median(rounds.Select(of));

    private static string Optional(IEnumerable<Round> rounds, Func<Round, double?> of, string format)
    {
        double[] values = [.. rounds.Select(of).OfType<double>()];
        return values.Length == 0 ? "" : Statistics.Median(values).ToString(format, null);
    }
}
