using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.ProbabilisticSampler;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Benchmarks.Processors;

/// <summary>What sampling 10 % costs over pass-through, from index to new slab, against a copy of the bytes. Per span.</summary>
public class SamplerBenchmarks : IDisposable
{
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly IInlineProcessor _hashSeed = Make("hash_seed");
    private readonly IInlineProcessor _proportional = Make("proportional");
    private SlabPool? _slabs;
    private Lease _request;
    private byte[] _copy = [];

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Requests.Of(Signal.Traces);
        _copy = new byte[bytes.Length];
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _request);
        bytes.CopyTo(_request.Writable);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _request.Bytes.CopyTo(_copy);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int HashSeed() => Run(_hashSeed);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Proportional() => Run(_proportional);

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IInlineProcessor Make(string mode)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText($"{{mode: {mode}, sampling_percentage: 10}}", "bench.yaml", errors), errors);
        var plan = (InlinePlan)new ProbabilisticSamplerFactory().Read(new ComponentId("probabilistic_sampler", ""), map);
        return plan.CreateProcessor(new InlineContext(Signal.Traces, TimeProvider.System, NullLogger.Instance));
    }

    private int Run(IInlineProcessor sampler)
    {
        _index.Build(Signal.Traces, _request, sampler.Depth, _slabs!);
        _overlay.Begin(_index, _slabs!);
        sampler.Process(_overlay);
        _overlay.TryMaterialise(_slabs!, BudgetUse.Egress, out Lease sampled);
        int length = sampled.Length;
        sampled.Return();
        _overlay.Clear();
        _index.Clear();
        return length;
    }
}
