namespace HotPath.LoadTests.Scenarios;

/// <summary>What is sent, how hard and for how long, to whom, and what must hold, in NBomber's words.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What reports call it.</param>
/// <param name="Contenders">The programs, the subject first; the others are what it is compared with.</param>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Contender> Contenders)
{
    public ScenarioKind Kind { get; init; }

    /// <summary>A name under which <c>run</c> takes several; null = none.</summary>
    public string? Group { get; init; }

    /// <summary>Spans in each request, about 440 bytes each.</summary>
    public int SpansPerRequest { get; init; } = 512;

    public int Connections { get; init; } = 4;

    /// <summary>Load simulation «keep constant»: requests in flight on each connection.</summary>
    public int Copies { get; init; } = 8;

    /// <summary>
    /// Where it is not 0, no closed loop: all contenders get the same requests a second, this share of what the subject takes at most. Of
    /// two programs at saturation the quicker one's sender never sleeps, and who wakes whom and who pays for TCP's sending changes sides
    /// with that: tens of nanoseconds a span that are neither's.
    /// </summary>
    public double ShareOfSaturation { get; init; }

    /// <summary>Not measured: code is compiled, connections and pools fill.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Measured.</summary>
    public TimeSpan During { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much a queue on disk is filled with before its process is killed; 0: nothing is.</summary>
    public long StoredBytes { get; init; }

    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>What is measured against nothing but itself.</summary>
    public Contender Subject => Contenders[0];

    /// <summary>Its load simulation «keep constant».</summary>
    public LoadSimulation ClosedLoop => LoadSimulation.KeepConstant(Copies);

    /// <summary>The load in words.</summary>
    public string Load => $"{SpansPerRequest} spans a request, {Connections} connections × {Copies} in flight";

    /// <summary>A load in words: of an open loop the rate, of a closed one what is in flight.</summary>
    public string LoadOf(LoadSimulation simulation) => simulation.IsClosedLoop
        ? Load
        : $"{SpansPerRequest} spans a request, {Connections} connections, {simulation.RequestsPerSecond:F0} requests a second, "
            + $"{100 * ShareOfSaturation:F0} % of what {Subject.Name} takes";

    /// <summary>Judges those of the values that have a threshold.</summary>
    public IReadOnlyList<Check> Judge(params IEnumerable<(string Name, double Value)> values) =>
    [
        .. from value in values
           from threshold in Thresholds
           where threshold.Name == value.Name
           select threshold.Judge(value.Value),
    ];
}
