using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Testing.Wire;

namespace HotPath.Benchmarks.Json;

/// <summary>OTLP/JSON to wire bytes and back, against Google.Protobuf's JSON and against only reading the tokens. Per item.</summary>
public class JsonBenchmarks
{
    private readonly ArrayBufferWriter<byte> _text = new(1 << 20);
    private byte[] _wire = [];
    private byte[] _json = [];
    private byte[] _room = [];
    private byte[] _scratch = [];
    private string _googleJson = "";

    [Params(Signal.Traces, Signal.Logs, Signal.Metrics)]
    public Signal Signal { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _wire = Requests.Of(Signal);
        OtlpJsonWriter.Write(Signal, _wire, _text);
        _json = _text.WrittenSpan.ToArray();
        _room = new byte[OtlpJsonReader.Measure(Signal, _json).WireBytes];
        _scratch = new byte[_json.Length];

        // Proto3's own JSON, where ids are base64: what Google.Protobuf reads, and about as long.
        _googleJson = JsonFormatter.Default.Format(OtlpOracle.NewRequest(Signal).Descriptor.Parser.ParseFrom(_wire));
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public byte[] GoogleProtobufJsonToWire() =>
        JsonParser.Default.Parse(_googleJson, OtlpOracle.NewRequest(Signal).Descriptor).ToByteArray();

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
    public int Measure() => OtlpJsonReader.Measure(Signal, _json).WireBytes;

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int MeasureAndWrite()
    {
        OtlpJsonReader.Measure(Signal, _json);
        return OtlpJsonReader.Write(Signal, _json, _room);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int ReadAndCopy()
    {
        JsonResult size = OtlpJsonReader.Read(Signal, _json, _scratch, out bool isWritten);
        _scratch.AsSpan(0, isWritten ? size.WireBytes : 0).CopyTo(_room);
        return size.WireBytes;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int WireToJson()
    {
        _text.ResetWrittenCount();
        OtlpJsonWriter.Write(Signal, _wire, _text);
        return _text.WrittenCount;
    }
}
