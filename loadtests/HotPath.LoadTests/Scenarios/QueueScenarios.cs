namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// What a queue on disk costs: the same gateway with its queue in memory, on disk, and on disk with <c>fsync</c>, round by round; and how
/// long a gigabyte of an earlier process's batches keeps a start from serving. There is no <c>batch</c> processor: the queue merges, so
/// that every request is on the disk before its sender is answered.
/// </summary>
internal static class QueueScenarios
{
    /// <summary>What <c>hotpath-load run</c> calls all of them.</summary>
    public const string Group = "queue";

    /// <summary>The name of the gateway with its queue in memory.</summary>
    public const string Memory = "queue in memory";

    /// <summary>The name of the one that syncs each group.</summary>
    public const string Synced = "queue on disk, fsync";

    private const string Batching = "batch: {sizer: items, min_size: 8192, max_size: 8192, flush_timeout: 200ms}";
    private const string Sized = $"sizer: items, queue_size: 100000000, {Batching}";

    /// <summary>All of them.</summary>
    /// <param name="always">What every scenario must hold.</param>
    public static IReadOnlyList<Scenario> All(IReadOnlyList<Threshold> always) =>
    [
        new(
            "queue-disk",
            "The queue on disk against the queue in memory",
            [OnDisk("queue on disk", "{}"), OnDisk(Synced, "{fsync: true}"), InMemory])
        {
            Kind = ScenarioKind.Queue,
            Group = Group,
            Thresholds =
            [
                new(Threshold.RatioToMemory, 2), new(Threshold.RatioToMemorySynced, 2),
                new(Threshold.Sustained, 1, IsLeast: true), new(Threshold.SustainedSynced, 1, IsLeast: true),
                .. always,
            ],
        },
        new("queue-recovery", "A start with a gigabyte of an earlier process on disk", [OnDisk("HotPath", "{}")])
        {
            Kind = ScenarioKind.Recovery,
            Group = Group,
            StoredBytes = 1 << 30,
            Thresholds =
            [
                new(Threshold.RecoverySeconds, 5), new(Threshold.ResidentMebibytes, InMemory.LimitMebibytes), .. always,
            ],
        },
    ];

    private static Contender InMemory { get; } = Contender.HotPath(Traffic.Plain, Traffic.Plain, Memory) with { SendingQueue = Sized };

    private static Contender OnDisk(string name, string storage) =>
        InMemory with { Name = name, SendingQueue = $"{Sized}, storage: file_storage", Storage = storage };
}
