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

    /// <summary>
    /// Round by round, the nanoseconds of CPU time that the subject takes over pass-through for each span that it was acknowledged; empty
    /// where there was no pass-through.
    /// </summary>
    public static IReadOnlyList<double> OverPassThrough(IReadOnlyList<Round> rounds)
    {
        IEnumerable<double> of(bool isBaseline) => rounds.Where(round => round.Peer == Contender.PassThrough == isBaseline)
            .Select(round => round.CpuNanosecondsPerAcknowledgedSpan);
        return [.. of(isBaseline: false).Zip(of(isBaseline: true), (s, b) => s - b)];
    }
}
