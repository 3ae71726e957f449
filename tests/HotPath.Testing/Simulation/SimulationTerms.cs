namespace HotPath.Testing.Simulation;

/// <summary>What may happen in a simulated run.</summary>
/// <param name="Kinds">What may stand before exporters; a kind that is there twice comes twice as often.</param>
/// <param name="MayReload">True if somebody reloads.</param>
/// <param name="MayHaveDeadlines">True if requests may have deadlines.</param>
internal sealed record SimulationTerms(IReadOnlyList<SimulatedChainKind> Kinds, bool MayReload, bool MayHaveDeadlines)
{
    private static readonly SimulatedChainKind[] NeverAnswering = [SimulatedChainKind.Queued, SimulatedChainKind.Merging];

    private static readonly SimulatedChainKind[] InMemory =
    [
        SimulatedChainKind.Queued, SimulatedChainKind.Merging, SimulatedChainKind.Blocking, SimulatedChainKind.Waiting,
        SimulatedChainKind.Direct,
    ];

    private static readonly SimulatedChainKind[] OnDisk =
    [
        SimulatedChainKind.Stored, SimulatedChainKind.Stored, SimulatedChainKind.Stored, SimulatedChainKind.Overflowing,
        SimulatedChainKind.Queued,
    ];

    /// <summary>True if there are senders.</summary>
    public bool HasSenders { get; init; } = true;

    /// <summary>True if queues may lie on disk, and processes die.</summary>
    public bool HasDisk => Kinds.Contains(SimulatedChainKind.Stored);

    /// <summary>Terms of a seed.</summary>
    public static SimulationTerms Of(Random random) => random.Next(10) switch
    {
        0 => new(NeverAnswering, MayReload: false, MayHaveDeadlines: true),
        1 => new(InMemory, MayReload: false, MayHaveDeadlines: false),
        2 or 3 => new(NeverAnswering, MayReload: true, MayHaveDeadlines: true),
        4 or 5 => new(InMemory, MayReload: true, MayHaveDeadlines: false),
        6 or 7 => new(OnDisk, MayReload: false, MayHaveDeadlines: false),
        _ => new(OnDisk, MayReload: true, MayHaveDeadlines: false),
    };
}
