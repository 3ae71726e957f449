using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>Requests of profiles are passed on whole: what would merge, cut, edit or read them is refused where it is named.</summary>
public sealed class ProfilesPlanTests
{
    [Fact]
    public void Profiles_WithWhatPassesThemOn_AreTaken() =>
        ErrorsOf("[memory_limiter]", "[debug, nop, otlp, otlphttp, forward]").ShouldBeEmpty();

    [Theory]
    [InlineData("batch")]
    [InlineData("attributes")]
    [InlineData("resource")]
    public void Profiles_WithAnotherProcessor_AreRefusedAtItsName(string processor) =>
        ErrorsOf($"[memory_limiter, {processor}]", "[nop, forward]").ShouldHaveSingleItem().ShouldBe(
            $"c.yaml:18:67: service::pipelines::profiles/in::processors[1]: the processor '{processor}' "
            + "can't serve the pipeline 'profiles/in': "
            + "requests of profiles are passed on whole, neither merged nor cut nor edited; memory_limiter is the only processor for them");

    [Theory]
    [InlineData("otlp/batching", "its sending_queue::batch merges and cuts requests")]
    [InlineData("otlphttp/json", "profiles are sent as protobuf only; write encoding: proto under exporters::otlphttp/json")]
    [InlineData("debug/normal", "of profiles it writes the counts only; write verbosity: basic under exporters::debug/normal")]
    [InlineData("debug/detailed", "of profiles it writes the counts only")]
    [InlineData("otlphttp/traces", "it sends profiles nowhere; write endpoint or profiles_endpoint under exporters::otlphttp/traces")]
    public void Profiles_WithAnExporterThatCannotPassThemOn_AreRefusedAtItsName(string exporter, string reason)
    {
        string error = ErrorsOf("[]", $"[forward, {exporter}]").ShouldHaveSingleItem();
        error.ShouldStartWith("c.yaml:18:");
        error.ShouldContain($"service::pipelines::profiles/in::exporters[1]: the exporter '{exporter}' can't serve");
        error.ShouldContain(reason);
    }

    [Fact]
    public void Signal_Misspelt_IsNamed() =>
        ErrorsOf("[]", "[forward]", "profile").ShouldContain(e => e.Contains("did you mean 'profiles'?", StringComparison.Ordinal));

    private static string[] ErrorsOf(string processors, string exporters, string signal = "profiles")
    {
        string yaml =
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:4317"} } } }
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 512}
              batch: {}
              attributes: {actions: [{key: a, action: delete}]}
              resource: {attributes: [{key: a, action: delete}]}
            exporters:
              {debug: {}, debug/normal: {verbosity: normal}, debug/detailed: {verbosity: detailed}, nop: {},
              otlp: {endpoint: "backend:4317"}, otlp/batching: {endpoint: "backend:4317", sending_queue: {batch: {} } },
              otlphttp: {profiles_endpoint: "http://backend:4318/p"}, otlphttp/json: {endpoint: "http://backend:4318", encoding: json},
              otlphttp/traces: {traces_endpoint: "http://backend:4318/t"} }
            connectors: {forward: {} }
            # The pipelines under test stand below,
            # on lines of their own.
            service:
              pipelines:
                profiles/out: {receivers: [forward], exporters: [nop]}
                {{signal}}/in: {receivers: [otlp], processors: {{processors}}, exporters: {{exporters}} }
            """;
        var errors = new ConfigErrors();
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), Catalogue.Create(), errors);
        return [.. errors.Errors.Select(e => e.ToString())];
    }
}
