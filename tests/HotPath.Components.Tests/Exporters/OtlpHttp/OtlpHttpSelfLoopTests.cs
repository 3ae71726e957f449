using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>An exporter that would feed the gateway its own output is found by any of its URLs.</summary>
public sealed class OtlpHttpSelfLoopTests
{
    [Theory]
    [InlineData("endpoint: 'http://localhost:4317'", true)]
    [InlineData("endpoint: 'http://tempo:4318', logs_endpoint: 'http://127.0.0.1:4317/v1/logs'", true)]
    [InlineData("endpoint: 'http://tempo:4317'", false)]
    [InlineData("endpoint: 'http://localhost:4318'", false)]
    public void Plan_ExporterPointsAtOurOwnListener_IsRefused(string keys, bool refused)
    {
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue([new OtlpReceiverFactory()], [], [new OtlpHttpExporterFactory()]);
        string yaml = $$"""
            receivers:
              otlp:
                protocols: {grpc: {endpoint: "localhost:4317"} }
            exporters:
              otlphttp: { {{keys}} }
            service:
              pipelines:
                traces: {receivers: [otlp], exporters: [otlphttp]}
            """;
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), catalogue, errors);
        errors.Errors.Select(error => error.ToString()).Count(error => error.Contains("come back for ever", StringComparison.Ordinal))
            .ShouldBe(refused ? 1 : 0);
        errors.Errors.Count.ShouldBe(refused ? 1 : 0);
    }
}
