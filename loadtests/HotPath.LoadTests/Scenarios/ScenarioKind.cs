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

    /// <summary>A closed loop at saturation over queues on disk, and what the disk itself takes.</summary>
    Queue,

    /// <summary>A queue on disk is filled, its process killed and started again.</summary>
    Recovery,

    /// <summary>An open loop for long, then a peak, and what is left of it.</summary>
    Soak,
}
