using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Benchmarks.Edits;

/// <summary>
/// What edits cost over pass-through, from index to new slab: resources alone; a delete and an upsert on every span besides; one span of ten
/// kept. Against a copy of the bytes, and against gathering every edited span as segments of its own. Per span.
/// </summary>
public class OverlayBenchmarks : IDisposable
{
    private const int SegmentsPerSpan = 3;

    private static readonly AttributeKey Environment = new("deployment.environment");
    private static readonly ConstantValue Value = ConstantValue.Text("production");

    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly SegmentList _segments = new();
    private SlabPool? _slabs;
    private Lease _request;
    private byte[] _copy = [];
    private AttributeKey _removed = Environment;

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Requests.Of(Signal.Traces);
        _copy = new byte[bytes.Length];
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _request);
        bytes.CopyTo(_request.Writable);

        // A key that the samples have, whichever that is.
        _index.Build(Signal.Traces, _request, IndexDepth.ItemAttributes, _slabs);
        _overlay.Begin(_index, _slabs);
        _removed = new AttributeKey(System.Text.Encoding.UTF8.GetString(_overlay.AttributesOf(Owner.Item(0)).Rows[^1].Key));
        _overlay.Clear();
        _index.Clear();
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _request.Bytes.CopyTo(_copy);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Resource() => Run(IndexDepth.ResourceAttributes, editsSpans: false, keepsEvery: 1);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int DeleteUpsertResource() => Run(IndexDepth.ResourceAttributes | IndexDepth.ItemAttributes, editsSpans: true, keepsEvery: 1);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int KeepOneOfTen() => Run(IndexDepth.Items, editsSpans: false, keepsEvery: 10);

    /// <summary>The other way, without its I/O: an edited span as a new length, what is kept of it, and what is added, each a segment.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public long GatherEditedSpans()
    {
        _segments.Clear();
        int third = _request.Length / Requests.Items / SegmentsPerSpan;
        for (int at = 0; at + third <= _request.Length; at += third + 1)
        {
            _segments.Append(_request.Memory.Slice(at, third));
        }

        return _segments.TotalBytes;
    }

    private int Run(IndexDepth depth, bool editsSpans, int keepsEvery)
    {
        _index.Build(Signal.Traces, _request, depth, _slabs!);
        _overlay.Begin(_index, _slabs!);
        _overlay.AttributesOf(Owner.Resource(0)).Upsert(Environment, Value.Value);
        for (int item = 0; item < _index.Items.Length; item++)
        {
            if (editsSpans)
            {
                AttributeView view = _overlay.AttributesOf(Owner.Item(item));
                view.Remove(_removed);
                view.Upsert(Environment, Value.Value);
            }
            else if (item % keepsEvery != 0)
            {
                _overlay.Drop(Owner.Item(item));
            }
        }

        _overlay.TryMaterialise(_slabs!, BudgetUse.Egress, out Lease edited);
        int length = edited.Length;
        edited.Return();
        _overlay.Clear();
        _index.Clear();
        return length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }
}
