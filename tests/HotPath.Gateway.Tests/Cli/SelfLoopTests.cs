using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>An exporter that points at one of the gateway's own listeners is refused, whatever the spelling.</summary>
public sealed class SelfLoopTests
{
    private static string[] ErrorsOf(string listener, string target, string more = "")
    {
        var errors = new ConfigErrors();
        string yaml =
            $$$$$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "{{{{{listener}}}}}"}}}}
            exporters: {otlp: {endpoint: "{{{{{target}}}}}", tls: {insecure: true}}}
            {{{{{more}}}}}
              pipelines: {traces: {receivers: [otlp], exporters: [otlp]}}
            """;
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), Catalogue.Create(), errors);
        return [.. errors.Errors.Select(e => e.ToString())];
    }

    [Theory]
    [InlineData("0.0.0.0:4317", "localhost:4317")]
    [InlineData("0.0.0.0:4317", "127.0.0.1:4317")]
    [InlineData("0.0.0.0:4317", "0.0.0.0:4317")]
    [InlineData("[::]:4317", "[::1]:4317")]
    [InlineData("[::]:4317", "[::ffff:127.0.0.1]:4317")]
    [InlineData(":4317", "localhost:4317")]
    [InlineData("localhost:4317", "http://LOCALHOST:4317")]
    [InlineData("127.0.0.1:4317", "dns:///localhost:4317")]
    public void Plan_ASelfLoop_NamesBothPlaces(string listener, string target)
    {
        string error = ErrorsOf(listener, target, "service:").ShouldHaveSingleItem();
        error.ShouldStartWith("c.yaml:2:30: exporters::otlp::endpoint: the exporter 'otlp' sends to ");
        error.ShouldContain("this gateway's own receiver 'otlp' listens (");
        error.ShouldContain("at c.yaml:1:49)");
    }

    [Fact]
    public void Plan_ThisMachinesName_IsASelfLoop() =>
        ErrorsOf("0.0.0.0:4317", $"{Environment.MachineName}:4317", "service:").ShouldHaveSingleItem().ShouldContain("own receiver 'otlp'");

    [Theory]
    [InlineData("0.0.0.0:4317", "localhost:4318")]
    [InlineData("0.0.0.0:4317", "backend:4317")]
    [InlineData("127.0.0.1:4317", "127.0.0.2:4317")]
    [InlineData("0.0.0.0:4317", "192.0.2.1:4317")]
    public void Plan_AnotherPlace_IsTaken(string listener, string target) => ErrorsOf(listener, target, "service:").ShouldBeEmpty();

    [Fact]
    public void Plan_AnExporterAtTheMetricsOrTheHealthPort_IsRefused()
    {
        ErrorsOf("0.0.0.0:4317", "localhost:8888", "service:")
            .ShouldHaveSingleItem().ShouldContain("own metrics reader listens (localhost:8888");
        ErrorsOf("0.0.0.0:4317", "127.0.0.1:13133", "extensions: {health_check: {}}\nservice:\n  extensions: [health_check]")
            .ShouldHaveSingleItem().ShouldContain("own extension 'health_check' listens");
    }
}
