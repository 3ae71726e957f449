using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Benchmarks.Processors;

/// <summary>What benchmarks of processors have in common: a request of spans in a slab, and a copy of its bytes as the baseline.</summary>
public abstract class ProcessorBenchmarks : IDisposable
{
    private SlabPool? _slabs;
    private Lease _request;
    private bool _hasPlainIds;
    private byte[] _copy = [];

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Requests.Of(Signal.Traces);
        _copy = new byte[bytes.Length];
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _request);
        bytes.CopyTo(_request.Writable);
        OtlpWalk.CheckWithIds(Signal.Traces, bytes, Validation.Full, out _hasPlainIds);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _request.Bytes.CopyTo(_copy);
        return _copy.Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected int Run(BenchChain chain) => chain.Run(_request, _slabs!, _hasPlainIds);
}
