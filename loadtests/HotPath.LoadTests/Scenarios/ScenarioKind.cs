namespace HotPath.LoadTests.Scenarios;

/// <summary>What a scenario does with its load.</summary>
internal enum ScenarioKind
{
    /// <summary>A closed loop at saturation, the contenders in turn.</summary>
    Throughput,

    /// <summary>An open loop at parts of the saturation, for latencies.</summary>
    Paced,

    /// <summary>An open loop at twice the saturation.</summary>
    Overload,

    /// <summary>An open loop for long, then a peak, and what is left of it.</summary>
    Soak,
}
