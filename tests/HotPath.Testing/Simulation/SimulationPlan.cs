namespace HotPath.Testing.Simulation;

/// <summary>The configuration of a simulated run: one of several shapes, with small sizes and short times, so that everything gets full
/// and late.</summary>
/// <param name="Yaml">The configuration.</param>
/// <param name="AnswersWhenSent">True if a sender's OK means that the backend has its items.</param>
/// <param name="IsOrdered">True if each sender's items come to a backend in the order of their sending.</param>
/// <param name="Outputs">The pipelines that feed exporters, each with its exporters' ids.</param>
internal sealed record SimulationPlan(
    string Yaml, bool AnswersWhenSent, bool IsOrdered, IReadOnlyList<(string Pipeline, string[] Exporters)> Outputs)
{
    /// <summary>Shapes that there are.</summary>
    public const int Shapes = 9;

    /// <summary>False if one exporter may have taken what another had no room for in its sender's time: then the request is refused,
    /// too.</summary>
    public bool RefusesWhole { get; init; } = true;

    /// <summary>A plan of a seed.</summary>
    public static SimulationPlan Of(Random random)
    {
        int consumers = random.Next(2) == 0 ? 1 : random.Next(2, 5);
        string batch = $"{{timeout: {random.Next(1, 500)}ms, send_batch_size: {random.Next(1, 12)}, send_batch_max_size: {(random.Next(2) == 0 ? 0 : random.Next(12, 16))}}}";
        string Exporter(string more) =>
            $"{{sending_queue: {{num_consumers: {consumers}, {Queue(random)}{more}}}, {Retry(random)}, timeout: {random.Next(50, 2000)}ms}}";
        string direct = $"{{sending_queue: {{enabled: false}}, {Retry(random)}, timeout: {random.Next(50, 2000)}ms}}";
        string a = Exporter(random.Next(3) == 0 ? QueueBatch(random) : "");
        string b = Exporter("");
        string merged = random.Next(2) == 0 ? QueueBatch(random) : "";
        return random.Next(Shapes) switch
        {
            0 => One("", a, consumers == 1),
            1 => One("batch", a, consumers == 1),
            2 => Two("batch", a, b, consumers == 1),
            3 => Two("", a, Exporter(", block_on_overflow: true"), consumers == 1) with { RefusesWhole = false },
            4 => Linked(a, consumers == 1),
            5 => One("batch", direct, isOrdered: true),
            6 => One("", direct, isOrdered: true) with { AnswersWhenSent = true },
            7 => One("", Exporter(", wait_for_result: true" + merged), consumers == 1) with { AnswersWhenSent = true },
            _ => Several(a, b, consumers == 1),
        };

        SimulationPlan One(string processors, string exporter, bool isOrdered) => new(
            Text(batch, $"test/a: {exporter}", $"traces: {{receivers: [test], processors: [{processors}], exporters: [test/a]}}"), false,
                isOrdered, [("traces", ["test/a"])]);

        SimulationPlan Two(string processors, string first, string second, bool isOrdered) => new(
            Text(batch, $"test/a: {first}, test/b: {second}",
                $"traces: {{receivers: [test], processors: [{processors}], exporters: [test/a, test/b]}}"),
            false, isOrdered, [("traces", ["test/a", "test/b"])]);

        SimulationPlan Linked(string exporter, bool isOrdered) => new(
            Text(batch, $"test/a: {exporter}",
                "traces/in: {receivers: [test], exporters: [forward]}, traces/out: {receivers: [forward], processors: [batch], exporters: [test/a]}"),
            false, isOrdered, [("traces/out", ["test/a"])]);

        SimulationPlan Several(string first, string second, bool isOrdered) => new(
            Text(batch, $"test/a: {first}, test/b: {second}",
                "traces/1: {receivers: [test], processors: [batch], exporters: [test/a]}, traces/2: {receivers: [test], exporters: [test/b]}"),
            false, isOrdered, [("traces/1", ["test/a"]), ("traces/2", ["test/b"])]);
    }

    private static string Queue(Random random) => random.Next(3) switch
    {
        0 => $"queue_size: {random.Next(1, 10)}, sizer: requests",
        1 => $"queue_size: {random.Next(5, 60)}, sizer: items",
        _ => $"queue_size: {random.Next(500, 6000)}, sizer: bytes",
    };

    private static string QueueBatch(Random random) =>
        $", batch: {{sizer: items, flush_timeout: {random.Next(1, 400)}ms, min_size: {random.Next(0, 5)}, max_size: {(random.Next(2) == 0 ? 0 : random.Next(5, 9))}}}";

    private static string Retry(Random random) => random.Next(4) == 0
        ? "retry_on_failure: {enabled: false}"
        : $"retry_on_failure: {{initial_interval: {random.Next(1, 500)}ms, randomization_factor: 0, max_interval: 500ms, max_elapsed_time: {random.Next(1, 9)}s}}";

    private static string Text(string batch, string exporters, string pipelines) =>
        $"receivers: {{test: }}\nprocessors: {{batch: {batch}}}\nconnectors: {{forward: }}\nexporters: {{{exporters}}}\nservice: {{pipelines: {{{pipelines}}}}}\n";
}
