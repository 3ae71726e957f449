using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>An exporter that has URLs for some signals only, in a pipeline of another, is found when the plan is read.</summary>
public sealed class OtlpHttpSignalTests
{
    private static string[] Errors(string keys)
    {
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue([new OtlpReceiverFactory()], [], [new OtlpHttpExporterFactory()]);
        string yaml = $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "localhost:4317"} } } }
            exporters:
              otlphttp: { {{keys}} }
              otlphttp/all: {endpoint: "http://tempo:4318"}
            service:
              pipelines:
                traces: {receivers: [otlp], exporters: [otlphttp]}
                logs: {receivers: [otlp], exporters: [otlphttp/all, otlphttp]}
            """;
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), catalogue, errors);
        return [.. errors.Errors.Select(error => error.ToString())];
    }

    [Fact]
    public void Plan_NoUrlForTheSignal_IsAnErrorWhereThePipelineNamesIt() =>
        Errors("traces_endpoint: 'http://tempo:4318/t'").ShouldHaveSingleItem().ShouldBe(
            "c.yaml:8:57: service::pipelines::logs::exporters[1]: the exporter 'otlphttp' can't serve this pipeline: "
            + "it sends logs nowhere; write endpoint or logs_endpoint under exporters::otlphttp");

    [Theory]
    [InlineData("endpoint: 'http://tempo:4318'")]
    [InlineData("traces_endpoint: 'http://tempo:4318/t', logs_endpoint: 'http://loki:3100/l'")]
    public void Plan_UrlForEverySignal_IsRight(string keys) => Errors(keys).ShouldBeEmpty();

    [Fact]
    public void Plan_EndpointThatCannotBeRead_IsReportedOnce() => Errors("endpoint: 'tempo'").Length.ShouldBe(1);
}
