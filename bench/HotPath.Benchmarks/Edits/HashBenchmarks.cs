using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Benchmarks.Edits;

/// <summary>SHA-256 of a short value, as hex: many at once through an overlay, and one by one with the library's. Per value.</summary>
public class HashBenchmarks : IDisposable
{
    private const int Values = 512;
    private const int ValueBytes = 24;

    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly byte[] _hex = new byte[2 * SHA256.HashSizeInBytes];
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private readonly ConstantValue[] _values =
        [.. Enumerable.Range(0, Values).Select(i => ConstantValue.Text($"user-{i:000}".PadRight(ValueBytes, 'x')))];
    private SlabPool? _slabs;
    private Lease _request;

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Requests.Of(Signal.Traces);
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _request);
        bytes.CopyTo(_request.Writable);
        _index.Build(Signal.Traces, _request, IndexDepth.Resources, _slabs);
    }

    [Benchmark(OperationsPerInvoke = Values, Baseline = true)]
    public int Library()
    {
        foreach (ConstantValue value in _values)
        {
            SHA256.HashData(value.Value.Content, _digest);
            Convert.TryToHexStringLower(_digest, _hex, out _);
        }

        return _hex[0];
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public int Lanes()
    {
        _overlay.Begin(_index, _slabs!);
        WireValue last = default;
        foreach (ConstantValue value in _values)
        {
            last = _overlay.Hash(value.Value);
        }

        _overlay.FinishHashes();
        int digit = last.Content[0];
        _overlay.Clear();
        return digit;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _index.Clear();
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }
}
