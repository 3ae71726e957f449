namespace HotPath.Testing.Simulation;

/// <summary>A configuration of a simulated run, and what it promises.</summary>
/// <param name="Yaml">The configuration.</param>
/// <param name="Routes">Every way from the receivers to exporters.</param>
/// <param name="Chains">The exporters, by id.</param>
/// <param name="Receivers">The receivers, each of which feeds every route.</param>
internal sealed record SimulationPlan(
    string Yaml,
    IReadOnlyList<SimulatedRoute> Routes,
    IReadOnlyDictionary<string, SimulatedChain> Chains,
    IReadOnlyList<string> Receivers)
{
    /// <summary>Every exporter that some route feeds.</summary>
    public IEnumerable<string> Exporters => Routes.SelectMany(static route => route.Exporters);

    /// <summary>
    /// True if each sender's items come to a backend in the order of their sending, as long as this plan runs and no disk fails.
    /// </summary>
    public bool IsOrdered => Exporters.All(exporter => Chains[exporter] is { Consumers: 1, Kind: not SimulatedChainKind.Overflowing });

    /// <summary>
    /// False if one exporter may have taken items whose sender is told that another has not: then what was refused may be sent on all the
    /// same.
    /// </summary>
    public bool RefusesWhole => Routes.All(route => route.HasStage || route.Exporters.All(exporter => Chains[exporter] switch
    {
        { Answers: true } or { IsOnDisk: true } => false,
        { Kind: SimulatedChainKind.Blocking } => route.Exporters.Count == 1,
        _ => true,
    }));

    /// <summary>The way to an exporter; null if the plan has none.</summary>
    public SimulatedRoute? RouteTo(string exporter) => Routes.FirstOrDefault(route => route.Exporters.Contains(exporter));

    /// <summary>True if a sender's OK means that the exporter's backend has its items.</summary>
    public bool Answers(string exporter) => RouteTo(exporter) is { HasStage: false } && Chains[exporter].Answers;

    /// <summary>True if a sender's OK means that its items are on disk, whatever happens to the process.</summary>
    public bool Keeps(string exporter) =>
        RouteTo(exporter) is { HasStage: false, Exporters.Count: 1 } && Chains[exporter].Kind == SimulatedChainKind.Stored;
}
