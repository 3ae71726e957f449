namespace HotPath.LoadTests.Measuring;

/// <summary>What a program used and what arrived in a stretch of time.</summary>
/// <param name="CpuNanoseconds">User and system.</param>
/// <param name="Spans">Delivered.</param>
/// <param name="Bytes">Delivered, before compression.</param>
/// <param name="Seconds">How long.</param>
/// <param name="PeakResidentBytes">The program's highest resident memory in its life so far.</param>
internal readonly record struct Reading(long CpuNanoseconds, long Spans, long Bytes, double Seconds, long PeakResidentBytes)
{
    /// <summary>Spans acknowledged to one sender; 0 where none was asked.</summary>
    public long Acknowledged { get; init; }

    public double SpansPerSecond => Spans / Seconds;
}
