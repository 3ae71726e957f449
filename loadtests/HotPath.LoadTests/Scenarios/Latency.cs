namespace HotPath.LoadTests.Scenarios;

/// <summary>Times from a request's intended start to its answer, at one load.</summary>
/// <param name="Peer">The program.</param>
/// <param name="PercentOfSaturation">The load.</param>
/// <param name="SpansPerSecond">The same in spans.</param>
/// <param name="Requests">How many were measured.</param>
/// <param name="P50Microseconds">Half of them took no longer.</param>
/// <param name="P99Microseconds">99 % took no longer.</param>
/// <param name="P999Microseconds">99.9 % took no longer.</param>
/// <param name="MaxMicroseconds">None took longer.</param>
internal sealed record Latency(
    string Peer,
    double PercentOfSaturation,
    double SpansPerSecond,
    long Requests,
    long P50Microseconds,
    long P99Microseconds,
    long P999Microseconds,
    long MaxMicroseconds);
