namespace HotPath.LoadTests.Scenarios;

/// <summary>What one round of an overload came to.</summary>
/// <param name="Round">The stretch at twice the saturation.</param>
/// <param name="MostSpansPerSecond">The maximum, before and after.</param>
/// <param name="MostCpuNanosecondsPerSpan">CPU time a delivered span at the maximum.</param>
/// <param name="RefusedPerSecond">Requests refused a second at twice as much.</param>
/// <param name="NeverBegun">Requests that were due and that their connections never took.</param>
internal sealed record OverloadRound(
    Round Round, double MostSpansPerSecond, double MostCpuNanosecondsPerSpan, double RefusedPerSecond, long NeverBegun)
{
    /// <summary>Delivered over the maximum.</summary>
    public double Goodput => Round.SpansPerSecond / MostSpansPerSecond;

    /// <summary>The same as far as the gateway's CPU time decides it.</summary>
    public double GoodputByCpu => MostCpuNanosecondsPerSpan / Round.CpuNanosecondsPerSpan;

    /// <summary>What a refusal costs beyond what delivering costs at the maximum, in microseconds of CPU time.</summary>
    public double MicrosecondsPerRefusal =>
        (Round.CpuNanosecondsPerSpan - MostCpuNanosecondsPerSpan) * Round.SpansPerSecond / Math.Max(1, RefusedPerSecond) / 1000;

    public override string ToString() =>
        $"Maximum: {MostSpansPerSecond:F0} spans/s at {MostCpuNanosecondsPerSpan:F0} CPU-ns, before and after; at twice that "
        + $"{Round.SpansPerSecond:F0} were delivered at {Round.CpuNanosecondsPerSpan:F0}, and {RefusedPerSecond:F0} requests a second "
        + $"were refused at {MicrosecondsPerRefusal:F0} CPU-µs each. {Round.Refused} requests were refused in all, "
        + $"{Round.RefusedWithoutDelay} of them without a delay; {NeverBegun} were still waiting to be sent: "
        + "their connections took no more.";
}
