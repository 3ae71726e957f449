namespace HotPath.LoadTests.Scenarios;

/// <summary>Resident memory at a time.</summary>
/// <param name="Seconds">From the run's start.</param>
/// <param name="Mebibytes">Resident, in MiB.</param>
internal sealed record MemorySample(double Seconds, double Mebibytes);
