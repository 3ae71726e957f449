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

    /// <summary>The ledger's lines, without the fields that its log puts behind a tab.</summary>
    public static IReadOnlyList<string> Ledger(string output) => [.. LedgerLine().Matches(output).Select(match => match.Value.TrimEnd())];

    [GeneratedRegex("\"allocated_bytes\": ?([0-9]+)")]
    private static partial Regex Allocated();

    [GeneratedRegex(@"\b(receiver \S+ \(|pipeline \S+: accepted|edge \S+ → )[^\t\n]*")]
    private static partial Regex LedgerLine();
}
