namespace HotPath.Testing.Simulation;

/// <summary>One way of a simulated plan from a receiver to exporters.</summary>
/// <param name="In">The pipeline that the receivers feed.</param>
/// <param name="Out">The pipeline that feeds the exporters: the same, or one behind a connector.</param>
/// <param name="HasStage">True if something on the way ends a sender's wait.</param>
/// <param name="Exporters">The exporters' ids.</param>
/// <param name="Marks">What the processors on the way write on every item, by key.</param>
/// <param name="Yaml">The pipelines' sections.</param>
internal sealed record SimulatedRoute(
    string In, string Out, bool HasStage, IReadOnlyList<string> Exporters, IReadOnlyDictionary<string, string> Marks, string Yaml);
