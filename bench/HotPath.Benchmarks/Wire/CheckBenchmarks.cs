using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Benchmarks.Wire;

/// <summary>The full check of a request, counting included, against what a gateway of objects does: parse it. Per item.</summary>
public class CheckBenchmarks
{
    private byte[] _request = [];
    private MessageParser _parser = ExportTraceServiceRequest.Parser;

    [Params(Signal.Traces, Signal.Logs, Signal.Metrics)]
    public Signal Signal { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _request = Requests.Of(Signal);
        _parser = Signal switch
        {
            Signal.Traces => ExportTraceServiceRequest.Parser,
            Signal.Logs => ExportLogsServiceRequest.Parser,
            _ => ExportMetricsServiceRequest.Parser,
        };
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public IMessage GoogleProtobufParse() => _parser.ParseFrom(_request);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public WalkResult Check() => OtlpWalk.Check(Signal, _request);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public WalkResult CheckStructure() => OtlpWalk.Check(Signal, _request, Validation.Structure);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public WalkResult CheckFraming() => OtlpWalk.Check(Signal, _request, Validation.Framing);
}
