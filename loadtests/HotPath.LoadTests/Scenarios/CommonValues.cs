namespace HotPath.LoadTests.Scenarios;

/// <summary>What every scenario is judged by.</summary>
internal static class CommonValues
{
    /// <summary>The values of the subject's rounds.</summary>
    public static IEnumerable<(string Name, double Value)> Of(IReadOnlyList<Round> rounds, LoadRig rig) =>
    [
        (Threshold.LostSpans, rounds.Max(round => round.LostSpans)),
        (Threshold.UnbalancedLedgers, rounds.Count(round => round.LedgerBalances != true)),
        (Threshold.BrokenMessages, rig.Sink.Broken is null ? 0 : 1),
    ];
}
