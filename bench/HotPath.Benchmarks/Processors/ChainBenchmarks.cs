using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.Attributes;
using HotPath.Engine.Plan;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// Four actions in one <c>attributes</c> processor, and in four that stand in a row: what a pass of its own costs, where all four change
/// something and where none does. From index to new slab, against a copy of the bytes. Per span.
/// </summary>
public class ChainBenchmarks : ProcessorBenchmarks
{
    private static readonly string[] Edits =
    [
        "{key: http.route, from_attribute: url.path, action: upsert}",
        "{key: url.path, action: delete}",
        "{key: url.path, value: gone, action: insert}",
        "{key: http.route, from_attribute: url.path, action: update}",
    ];

    private static readonly string[] Misses = [.. Enumerable.Range(0, 4).Select(i => $"{{key: not.there.{i}, action: delete}}")];

    private readonly BenchChain _oneEdits = new(Attributes(Edits));
    private readonly BenchChain _fourEdit = new([.. Edits.Select(action => Attributes(action))]);
    private readonly BenchChain _oneMisses = new(Attributes(Misses));
    private readonly BenchChain _fourMiss = new([.. Misses.Select(action => Attributes(action))]);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int OneProcessor() => Run(_oneEdits);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FourProcessors() => Run(_fourEdit);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int OneProcessorWithoutEdits() => Run(_oneMisses);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FourProcessorsWithoutEdits() => Run(_fourMiss);

    private static (IProcessorFactory, string) Attributes(params string[] actions) =>
        (new AttributesFactory(), $"{{actions: [{string.Join(", ", actions)}]}}");
}
