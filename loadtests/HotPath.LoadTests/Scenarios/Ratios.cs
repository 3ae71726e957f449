using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Scenarios;

/// <summary>Comparisons of CPU time per delivered span.</summary>
internal static class Ratios
{
    /// <summary>The median over the rounds of subject ÷ baseline, round by round; not a number where one of them did not run.</summary>
    public static double Of(IReadOnlyList<Round> rounds, string subject, string baseline)
    {
        IEnumerable<double> of(string peer) => rounds.Where(round => round.Peer == peer).Select(round => round.CpuNanosecondsPerSpan);
        return Statistics.Median(of(subject).Zip(of(baseline), (s, b) => s / b));
    }
}
