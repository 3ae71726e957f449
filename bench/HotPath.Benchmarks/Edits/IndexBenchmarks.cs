using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Benchmarks.Edits;

/// <summary>
/// The index at each depth that a processor may ask for, memory rented and returned; against a copy of the bytes. Per span.
/// </summary>
public class IndexBenchmarks : IDisposable
{
    private static readonly AttributeKeySet? Named = AttributeKeySet.Of(
        ((string[])["deployment.environment", "cart.value", "http.request.method"]).Select(key => new AttributeKey(key)));

    private readonly RequestIndex _index = new();
    private SlabPool? _slabs;
    private Lease _request;
    private byte[] _bytes = [];
    private byte[] _copy = [];

    [Params(
        IndexDepth.ResourceAttributes,
        IndexDepth.Items,
        IndexDepth.ItemAttributes,
        IndexDepth.ItemAttributes | IndexDepth.ItemFields,
        (IndexDepth)~0)]
    public IndexDepth Depth { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _bytes = Requests.Of(Signal.Traces);
        _copy = new byte[_bytes.Length];
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(_bytes.Length, BudgetUse.Ingress, out _request);
        _bytes.CopyTo(_request.Writable);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _bytes.CopyTo(_copy, 0);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Index()
    {
        _index.Build(Signal.Traces, _request, Depth, _slabs!);
        int rows = _index.Items.Length;
        _index.Clear();
        return rows;
    }

    /// <summary>With rows only for the attributes of items that somebody names.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int IndexNamed()
    {
        _index.Build(Signal.Traces, _request, Depth, _slabs!, Named);
        int rows = _index.Items.Length;
        _index.Clear();
        return rows;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }
}
