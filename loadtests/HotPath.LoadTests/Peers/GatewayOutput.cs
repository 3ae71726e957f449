using System.Globalization;
using System.Text.RegularExpressions;

namespace HotPath.LoadTests.Peers;

/// <summary>What a gateway says of itself when it stops.</summary>
internal static partial class GatewayOutput
{
    /// <summary>Managed bytes that it allocated in its life; null if it does not say.</summary>
    public static long? AllocatedBytes(string output) =>
        Allocated().Match(output) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether its ledger balanced; null if it printed none.</summary>
    public static bool? LedgerBalances(string output) =>
        output.Contains("the ledger balances", StringComparison.Ordinal) ? true
        : output.Contains("THE LEDGER DOES NOT BALANCE", StringComparison.Ordinal) ? false
        : null;

    /// <summary>How many groups a queue wrote to its disk in its life, and their bytes; null if it has none.</summary>
    public static (long Groups, long Bytes)? StorageWrites(string output) => Closed().Match(output) is { Success: true } match
        ? (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
        : null;

    /// <summary>How long it looked through the files of an earlier process; null if it found none.</summary>
    public static double? ScanSeconds(string output) =>
        Scanned().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 1e3 : null;

    /// <summary>Items that processors dropped because they were told to.</summary>
    public static long DroppedByProcessors(string output) => Sum(Dropped(), output);

    /// <summary>Items that went to <c>nop</c>.</summary>
    public static long SentToNop(string output) => Sum(Discarded(), output);

    /// <summary>The ledger's lines, without the fields that its log puts behind a tab.</summary>
    public static IReadOnlyList<string> Ledger(string output) => [.. LedgerLine().Matches(output).Select(match => match.Value.TrimEnd())];

    private static long Sum(Regex number, string output) =>
        number.Matches(output).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<=\bpipeline [^\t\n]*)\b(?:filtered|sampled) ([0-9]+)")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"\bedge \S+ → nop: enqueued [0-9]+ = sent ([0-9]+)")]
    private static partial Regex Discarded();

    [GeneratedRegex("Closed the queue's storage[^\\n]*\"groups\": ?([0-9]+)[^\\n]*\"written_bytes\": ?([0-9]+)")]
    private static partial Regex Closed();

    [GeneratedRegex("Found batches of an earlier run[^\\n]*\"scan_ms\": ?([0-9]+)")]
    private static partial Regex Scanned();

    [GeneratedRegex("\"allocated_bytes\": ?([0-9]+)")]
    private static partial Regex Allocated();

    [GeneratedRegex(@"\b(receiver \S+ \(|pipeline \S+: accepted|edge \S+ → )[^\t\n]*")]
    private static partial Regex LedgerLine();
}
