namespace HotPath.LoadTests.Scenarios;

/// <summary>What one measured run of one program came to.</summary>
/// <param name="Peer">The program.</param>
/// <param name="CpuNanosecondsPerSpan">Its CPU time over the spans that the sink got meanwhile.</param>
/// <param name="SpansPerSecond">Delivered spans a second.</param>
/// <param name="MegabytesPerSecond">Delivered bytes a second, in 10⁶.</param>
/// <param name="PeakResidentBytes">Its highest resident memory.</param>
/// <param name="Refused">Requests answered with a status other than 0.</param>
/// <param name="Failed">Requests without an answer.</param>
/// <param name="Output">What the program printed, the ledger with it.</param>
internal sealed record Round(
    string Peer,
    double CpuNanosecondsPerSpan,
    double SpansPerSecond,
    double MegabytesPerSecond,
    long PeakResidentBytes,
    long Refused,
    long Failed,
    string Output);
