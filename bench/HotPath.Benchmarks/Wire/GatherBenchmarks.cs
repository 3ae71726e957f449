using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Benchmarks.Wire;

/// <summary>Encoding a batch by gathering, whole and cut, against writing the objects and against copying the bytes. Per span.</summary>
public class GatherBenchmarks
{
    private const int CutItems = 100;

    private readonly SegmentList _segments = new();
    private byte[] _request = [];
    private byte[] _copy = [];
    private ExportTraceServiceRequest _objects = new();

    [GlobalSetup]
    public void Setup()
    {
        _request = Requests.Of(Signal.Traces);
        _copy = new byte[_request.Length];
        _objects = ExportTraceServiceRequest.Parser.ParseFrom(_request);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int GoogleProtobufWrite()
    {
        _objects.WriteTo(_copy);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Copy()
    {
        _request.CopyTo(_copy, 0);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public long GatherWhole() => Gather(0, Requests.Items);

    /// <summary>In cuts of 100 spans, each of which re-frames a resource and a scope.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public long GatherInCuts()
    {
        long bytes = 0;
        for (int first = 0; first < Requests.Items; first += CutItems)
        {
            bytes += Gather(first, Math.Min(CutItems, Requests.Items - first));
        }

        return bytes;
    }

    private long Gather(int first, int count)
    {
        _segments.Clear();
        ItemRange.Gather(Signal.Traces, _request, first, count, _segments);
        return _segments.TotalBytes;
    }
}
