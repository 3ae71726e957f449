using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Benchmarks.Json;

/// <summary>OTLP/JSON to wire bytes and back, against Google.Protobuf's JSON and against only reading the tokens. Per span.</summary>
public class JsonBenchmarks
{
    private readonly ArrayBufferWriter<byte> _text = new(1 << 20);
    private byte[] _wire = [];
    private byte[] _json = [];
    private byte[] _room = [];
    private string _googleJson = "";

    [GlobalSetup]
    public void Setup()
    {
        _wire = Requests.Of(Signal.Traces);
        OtlpJsonWriter.Write(Signal.Traces, _wire, _text);
        _json = _text.WrittenSpan.ToArray();
        _room = new byte[OtlpJsonReader.Measure(Signal.Traces, _json).WireBytes];

        // Proto3's own JSON, where ids are base64: what Google.Protobuf reads, and about as long.
        _googleJson = JsonFormatter.Default.Format(ExportTraceServiceRequest.Parser.ParseFrom(_wire));
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public byte[] GoogleProtobufJsonToWire() => JsonParser.Default.Parse<ExportTraceServiceRequest>(_googleJson).ToByteArray();

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int TokensOnly()
    {
        var reader = new Utf8JsonReader(_json);
        int tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Measure() => OtlpJsonReader.Measure(Signal.Traces, _json).WireBytes;

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int MeasureAndWrite()
    {
        OtlpJsonReader.Measure(Signal.Traces, _json);
        return OtlpJsonReader.Write(Signal.Traces, _json, _room);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int WireToJson()
    {
        _text.ResetWrittenCount();
        OtlpJsonWriter.Write(Signal.Traces, _wire, _text);
        return _text.WrittenCount;
    }
}
