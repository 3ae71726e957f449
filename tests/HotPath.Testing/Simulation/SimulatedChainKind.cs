namespace HotPath.Testing.Simulation;

/// <summary>What stands before a simulated exporter.</summary>
internal enum SimulatedChainKind
{
    /// <summary>A queue in memory.</summary>
    Queued,

    /// <summary>A queue in memory that merges and cuts.</summary>
    Merging,

    /// <summary>A queue in memory that makes senders wait for room.</summary>
    Blocking,

    /// <summary>A queue in memory that answers senders when the backend has.</summary>
    Waiting,

    /// <summary>None: senders are answered when the backend has.</summary>
    Direct,

    /// <summary>A queue on disk.</summary>
    Stored,

    /// <summary>A queue on disk that lets batches past the disk while memory has room.</summary>
    Overflowing,
}
