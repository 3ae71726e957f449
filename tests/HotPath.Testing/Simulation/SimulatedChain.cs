namespace HotPath.Testing.Simulation;

/// <summary>The settings of a simulated exporter, with small sizes and short times, so that everything gets full and late.</summary>
/// <param name="Kind">What stands before it.</param>
/// <param name="Consumers">How many batches it sends at once.</param>
/// <param name="Keys">The keys of its queue, retries and timeout.</param>
/// <param name="Endpoint">A key of its own, which means nothing: where it differs, only the last link does.</param>
internal sealed record SimulatedChain(SimulatedChainKind Kind, int Consumers, string Keys, int Endpoint)
{
    /// <summary>True if its queue lies on disk.</summary>
    public bool IsOnDisk => Kind is SimulatedChainKind.Stored or SimulatedChainKind.Overflowing;

    /// <summary>True if a sender's OK means that the backend has its items, unless a stage ended the wait.</summary>
    public bool Answers => Kind is SimulatedChainKind.Waiting or SimulatedChainKind.Direct;

    /// <summary>What its section says.</summary>
    public string Text => $"{{{Keys}, endpoint: e{Endpoint}}}";

    /// <summary>Settings of a seed.</summary>
    public static SimulatedChain Of(Random random, SimulatedChainKind kind)
    {
        bool isOnDisk = kind is SimulatedChainKind.Stored or SimulatedChainKind.Overflowing;
        int consumers = random.Next(2) == 0 ? 1 : random.Next(2, 5);
        string queue = kind switch
        {
            SimulatedChainKind.Direct => "enabled: false",
            SimulatedChainKind.Merging => Queue(random, consumers) + QueueBatch(random),
            SimulatedChainKind.Waiting =>
                Queue(random, consumers) + ", wait_for_result: true" + (random.Next(2) == 0 ? QueueBatch(random) : ""),
            SimulatedChainKind.Blocking => Queue(random, consumers) + ", block_on_overflow: true",
            SimulatedChainKind.Stored => Queue(random, consumers) + ", storage: file_storage",
            SimulatedChainKind.Overflowing => Queue(random, consumers) + ", storage: file_storage, hotpath: {overflow: true}",
            _ => Queue(random, consumers),
        };
        string keys = $"sending_queue: {{{queue}}}, {Retry(random, isOnDisk)}, timeout: {random.Next(50, 2000)}ms";
        return new SimulatedChain(kind, kind == SimulatedChainKind.Direct ? 1 : consumers, keys, 0);
    }

    private static string Queue(Random random, int consumers) => $"num_consumers: {consumers}, " + random.Next(3) switch
    {
        0 => $"queue_size: {random.Next(1, 10)}, sizer: requests",
        1 => $"queue_size: {random.Next(5, 60)}, sizer: items",
        _ => $"queue_size: {random.Next(500, 6000)}, sizer: bytes",
    };

    private static string QueueBatch(Random random)
    {
        int most = random.Next(2) == 0 ? 0 : random.Next(5, 9);
        return $", batch: {{sizer: items, flush_timeout: {random.Next(1, 400)}ms, min_size: {random.Next(0, 5)}, max_size: {most}}}";
    }

    /// <summary>What lies on disk is never given up for time, so that nothing of it may be missing in the end.</summary>
    private static string Retry(Random random, bool isForEver) => !isForEver && random.Next(4) == 0
        ? "retry_on_failure: {enabled: false}"
        : $"retry_on_failure: {{initial_interval: {random.Next(1, 500)}ms, randomization_factor: 0, max_interval: 500ms, "
            + $"max_elapsed_time: {(isForEver ? 0 : random.Next(1, 9))}s}}";
}
