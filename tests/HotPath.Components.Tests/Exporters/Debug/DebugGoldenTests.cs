using Google.Protobuf;
using HotPath.Components.Exporters.Debug;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Testing;
using HotPath.Testing.Otlp;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Components.Tests.Exporters.Debug;

/// <summary>What the Collector's debug exporter printed for the golden inputs (tests/golden/debug), to the byte.</summary>
public sealed class DebugGoldenTests
{
    // The one difference (docs/differences.md): the bound 2^4 of an exponential histogram, which the Collector computes by e^(4 ln 2).
    private const string InexactBound = "le15.999999999999998=";
    private const string ExactBound = "le16=";

    [Theory]
    [InlineData(Signal.Traces, "traces", "passthrough-traces-all-fields")]
    [InlineData(Signal.Logs, "logs", "passthrough-logs-all-fields")]
    [InlineData(Signal.Metrics, "metrics", "passthrough-metrics-all-kinds")]
    public async Task Send_OfAGoldenInput_LogsWhatTheCollectorLogged(Signal signal, string name, string goldenCase)
    {
        byte[] request = ReadInput(signal, RepositoryRoot.Combine("tests", "golden", "cases", goldenCase, "input", $"01-{name}.json"));
        WalkResult walk = OtlpWalk.Check(signal, request);
        walk.Fault.ShouldBe(WireFault.None);

        foreach (DebugVerbosity verbosity in Enum.GetValues<DebugVerbosity>())
        {
            using DebugRig rig = new();

            string logged = await DebugRig.ExportAsync(verbosity, rig.Batch(signal, request, walk.Items, walk.Resources));

            string golden = $"{name}-{verbosity.ToString().ToLowerInvariant()}.txt";
            string expected = File.ReadAllText(RepositoryRoot.Combine("tests", "golden", "debug", golden));
            logged.ShouldBe(expected.Replace(InexactBound, ExactBound, StringComparison.Ordinal), golden);
        }
    }

    private static byte[] ReadInput(Signal signal, string path) => signal switch
    {
        Signal.Traces => OtlpJson.ParseFile<ExportTraceServiceRequest>(path).ToByteArray(),
        Signal.Logs => OtlpJson.ParseFile<ExportLogsServiceRequest>(path).ToByteArray(),
        _ => OtlpJson.ParseFile<ExportMetricsServiceRequest>(path).ToByteArray(),
    };
}
