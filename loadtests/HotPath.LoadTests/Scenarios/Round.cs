namespace HotPath.LoadTests.Scenarios;

/// <summary>What one measured run of one program came to.</summary>
/// <param name="Peer">The program.</param>
/// <param name="CpuNanosecondsPerSpan">Its CPU time, user and system, over the spans that the sink got meanwhile.</param>
/// <param name="CoreShare">Its CPU time over the time that went by: 1 is one core.</param>
/// <param name="SpansPerSecond">Delivered spans a second.</param>
/// <param name="MegabytesPerSecond">Delivered bytes a second before compression, in 10⁶.</param>
/// <param name="PeakResidentBytes">Its highest resident memory.</param>
internal sealed record Round(
    string Peer,
    double CpuNanosecondsPerSpan,
    double CoreShare,
    double SpansPerSecond,
    double MegabytesPerSecond,
    long PeakResidentBytes)
{
    /// <summary>
    /// Its CPU time over the spans that it took over meanwhile: what counts where processors drop some.
    /// </summary>
    public double CpuNanosecondsPerAcknowledgedSpan { get; init; } = double.NaN;

    /// <summary>Requests answered OK, in the program's whole life.</summary>
    public long Ok { get; init; }

    /// <summary>Requests answered otherwise.</summary>
    public long Refused { get; init; }

    /// <summary>Of those, the ones without a delay.</summary>
    public long RefusedWithoutDelay { get; init; }

    /// <summary>Requests without an answer.</summary>
    public long Failed { get; init; }

    /// <summary>The first answer that was not OK.</summary>
    public string? FirstRefusal { get; init; }

    /// <summary>
    /// Spans acknowledged to the sender and neither delivered nor dropped by a processor; below 0 if more was delivered than acknowledged.
    /// </summary>
    public long LostSpans { get; init; }

    /// <summary>
    /// Managed bytes that the gateway allocated in its life, start-up included, over its requests; null where it is no gateway.
    /// </summary>
    public double? AllocatedBytesPerRequest { get; init; }

    /// <summary>The same over its spans.</summary>
    public double? AllocatedBytesPerSpan { get; init; }

    /// <summary>Whether the gateway's ledger balanced at its end; null where it is no gateway.</summary>
    public bool? LedgerBalances { get; init; }

    /// <summary>What it made of its disk; null where nothing is queued on one.</summary>
    public StorageUse? Storage { get; init; }

    /// <summary>The ledger as the gateway printed it.</summary>
    public IReadOnlyList<string> Ledger { get; init; } = [];
}
