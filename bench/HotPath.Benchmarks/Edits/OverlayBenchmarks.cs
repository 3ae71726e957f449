using System.Text;
using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Benchmarks.Edits;

/// <summary>
/// What edits cost over pass-through, from index to new slab: resources alone; a delete and an upsert on every span besides; those after
/// two conditions on attributes; one span of ten kept. Against a copy of the bytes, and against gathering every edited span as segments of
/// its own. Per span.
/// </summary>
public class OverlayBenchmarks : IDisposable
{
    private const int SegmentsPerSpan = 3;
    private const IndexDepth WithSpans = IndexDepth.ResourceAttributes | IndexDepth.ItemAttributes;

    private static readonly AttributeKey Environment = new("deployment.environment");
    private static readonly ConstantValue Value = ConstantValue.Text("production");

    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly SegmentList _segments = new();
    private SlabPool? _slabs;
    private Lease _request;
    private byte[] _copy = [];
    private AttributeKey _removed = Environment;
    private AttributeKey _first = Environment;
    private AttributeKeySet? _named;

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
        ReadOnlySpan<AttributeRow> rows = _overlay.AttributesOf(Owner.Item(0)).Rows;
        _removed = new AttributeKey(Encoding.UTF8.GetString(rows[^1].Key));
        _first = new AttributeKey(Encoding.UTF8.GetString(rows[0].Key));
        _named = AttributeKeySet.Of([Environment, _removed, _first]);
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
    public int DeleteUpsertResource() => Run(WithSpans, editsSpans: true, keepsEvery: 1);

    /// <summary>The same, with rows only for the attributes that somebody names.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int DeleteUpsertResourceNamed() => Run(WithSpans, editsSpans: true, keepsEvery: 1, _named);

    /// <summary>Two conditions on attributes before that: the set that the design's table speaks of, without its hash.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int TwoConditionsDeleteUpsertResourceNamed() => Run(WithSpans, editsSpans: true, keepsEvery: 1, _named, asks: true);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int KeepOneOfTen() => Run(IndexDepth.Items, editsSpans: false, keepsEvery: 10);

    /// <summary>
    /// The other way, without its I/O: an edited span as a new length, what is kept of it, and what is added, each a segment.
    /// </summary>
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

    private int Run(IndexDepth depth, bool editsSpans, int keepsEvery, AttributeKeySet? named = null, bool asks = false)
    {
        _index.Build(Signal.Traces, _request, depth, _slabs!, named);
        _overlay.Begin(_index, _slabs!);
        _overlay.AttributesOf(Owner.Resource(0)).Upsert(Environment, Value.Value);
        for (int item = 0; item < _index.Items.Length; item++)
        {
            if (editsSpans)
            {
                AttributeView view = _overlay.AttributesOf(Owner.Item(item));
                if (asks && (IsProbe(view, _first) || IsProbe(view, Environment)))
                {
                    continue;
                }

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

    private static bool IsProbe(AttributeView view, AttributeKey key) =>
        view.TryGet(key, out WireValue value) && value.Content.SequenceEqual("/healthz"u8);

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }
}
