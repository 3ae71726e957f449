using System.Text;
using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>What queues on disk made of their disk, and how starts with their files went.</summary>
internal static class StorageTables
{
    /// <summary>The tables that a result has something for.</summary>
    public static void Write(StringBuilder text, ScenarioResult result)
    {
        WriteUse(text, result.Rounds);
        WriteRecoveries(text, result.Recoveries);
    }

    private static void WriteUse(StringBuilder text, IReadOnlyList<Round> rounds)
    {
        IGrouping<string, Round>[] stored = [.. rounds.Where(round => round.Storage is not null).GroupBy(round => round.Peer)];
        if (stored.Length == 0)
        {
            return;
        }

        text.AppendLine("| program | spans/s over memory's | MB/s to disk | KiB a group | the disk's own MB/s | part of it |");
        text.AppendLine("|---|---|---|---|---|---|");
        Round[] memory = [.. rounds.Where(round => round.Peer == QueueScenarios.Memory)];
        foreach (IGrouping<string, Round> group in stored)
        {
            double median(Func<StorageUse, double> of) => Statistics.Median(group.Select(round => of(round.Storage!)));
            double share = Statistics.Median(group.Zip(memory, (disk, other) => disk.SpansPerSecond / other.SpansPerSecond));
            text.Append($"| {group.Key} | {100 * share:F0} % | {median(use => use.MegabytesPerSecond):F0} ");
            text.Append($"| {median(use => use.GroupBytes / 1024.0):F0} | {median(use => use.DiskMegabytesPerSecond):F0} ");
            text.AppendLine($"| {100 * median(use => use.MegabytesPerSecond / use.DiskMegabytesPerSecond):F0} % |");
        }

        text.AppendLine();
    }

    private static void WriteRecoveries(StringBuilder text, IReadOnlyList<Recovery> recoveries)
    {
        if (recoveries.Count == 0)
        {
            return;
        }

        text.AppendLine("Seconds from the start of the process; the files had been dropped from the page cache.").AppendLine();
        text.Append("| on disk GiB | uncompressed GiB | looking through | serves, empty | serves | first batch delivered ");
        text.AppendLine("| all delivered | MB/s on disk |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (Recovery recovery in recoveries)
        {
            text.Append($"| {Gibibytes(recovery.StoredBytes):F2} | {Gibibytes(recovery.RawBytes):F2} | {recovery.ScanSeconds:F2} ");
            text.Append($"| {recovery.EmptyStartSeconds:F2} | {recovery.ServingSeconds:F2} | {recovery.FirstBatchSeconds:F2} ");
            double draining = recovery.DrainedSeconds - recovery.FirstBatchSeconds;
            text.AppendLine($"| {recovery.DrainedSeconds:F1} | {recovery.StoredBytes / draining / 1e6:F0} |");
        }

        text.AppendLine();
    }

    private static double Gibibytes(long bytes) => bytes / (double)(1 << 30);
}
