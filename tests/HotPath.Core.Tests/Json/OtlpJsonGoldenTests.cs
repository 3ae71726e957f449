using System.Text.Json.Nodes;
using Google.Protobuf;
using HotPath.Core.Json;
using HotPath.Testing;
using HotPath.Testing.Otlp;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Core.Tests.Json;

/// <summary>The inputs of the golden pass-through cases, which the Collector read and answered.</summary>
public class OtlpJsonGoldenTests
{
    private const string Quirks = "passthrough-json-quirks-traces";
    private const string Answers = "passthrough-http-answers";

    private static readonly string Cases = RepositoryRoot.Combine("tests", "golden", "cases");

    public static TheoryData<string> Inputs => new(
        Directory.GetDirectories(Cases, "passthrough-*").Where(path => !path.EndsWith(Answers, StringComparison.Ordinal))
            .SelectMany(path => Directory.GetFiles(path, "*.json", SearchOption.AllDirectories))
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "input")
            .Select(path => Path.GetRelativePath(Cases, path)));

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Read_PassthroughInput_IsWhatTheOracleReads(string input)
    {
        var path = Path.Combine(Cases, input);
        var signal = SignalOf(path);
        var text = File.ReadAllText(path);

        // Of the quirks, the oracle does not know these: ids in snake_case, and large integers as numbers, which it rounds.
        var oracle = Oracle(signal, !input.StartsWith(Quirks, StringComparison.Ordinal)
            ? text
            : text.Replace("trace_id", "traceId").Replace("span_id", "spanId").Replace("9223372036854775807", "\"9223372036854775807\""));
        var message = Transcoding.ToMessage(signal, File.ReadAllBytes(path));
        message.ShouldBe(oracle);
        message.CalculateSize().ShouldBeGreaterThan(20);

        var written = Transcoding.ToJson(signal, message.ToByteArray());
        Oracle(signal, System.Text.Encoding.UTF8.GetString(written)).ShouldBe(oracle);
    }

    [Fact]
    public void Measure_InputsOfTheHttpAnswers_AreRefusedWhereTheCollectorRefused()
    {
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Cases, Answers, "golden.json")))!["responses"]!.AsArray();
        var refused = 0;
        foreach (var response in golden)
        {
            var path = Path.Combine(Cases, Answers, "input", (string)response!["input"]!);
            var status = (int)response["status"]!;
            if (status is 200 or 400 && path.EndsWith(".json", StringComparison.Ordinal))
            {
                var fault = OtlpJsonReader.Measure(SignalOf(path), File.ReadAllBytes(path)).Fault;
                (fault == JsonFault.None).ShouldBe(status == 200, $"{path}: {fault}");
                refused += status == 400 ? 1 : 0;
            }
        }

        refused.ShouldBe(4);
    }

    private static Signal SignalOf(string path) => Path.GetFileNameWithoutExtension(path).Split('-')[1] switch
    {
        "traces" => Signal.Traces,
        "logs" => Signal.Logs,
        _ => Signal.Metrics,
    };

    private static IMessage Oracle(Signal signal, string json) => signal switch
    {
        Signal.Traces => OtlpJson.Parse<ExportTraceServiceRequest>(json),
        Signal.Logs => OtlpJson.Parse<ExportLogsServiceRequest>(json),
        _ => OtlpJson.Parse<ExportMetricsServiceRequest>(json),
    };
}
