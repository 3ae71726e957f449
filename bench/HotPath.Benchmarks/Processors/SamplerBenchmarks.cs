using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.ProbabilisticSampler;

namespace HotPath.Benchmarks.Processors;

/// <summary>What sampling 10 % costs over pass-through, from index to new slab, against a copy of the bytes. Per span.</summary>
public class SamplerBenchmarks : ProcessorBenchmarks
{
    private readonly BenchChain _hashSeed = Sampler("hash_seed");
    private readonly BenchChain _proportional = Sampler("proportional");

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int HashSeed() => Run(_hashSeed);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Proportional() => Run(_proportional);

    private static BenchChain Sampler(string mode) =>
        new((new ProbabilisticSamplerFactory(), $"{{mode: {mode}, sampling_percentage: 10}}"));
}
