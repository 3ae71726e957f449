using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>What is wrong with a configuration is said at once, where it stands, with what was meant.</summary>
public sealed class PlanErrorTests
{
    private static string[] ErrorsOf(string yaml)
    {
        var errors = new ConfigErrors();
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), Catalogue.Create(), errors);
        return [.. errors.Errors.Select(e => e.ToString())];
    }

    [Fact]
    public void Plan_SeveralMistakes_AreAllReportedWithTheirPlaces()
    {
        ErrorsOf(
            """
            receivers:
              otlp: {protocols: {grpc: {endpoint: "localhost"}}}
            processors:
              batch: {send_batch_size: 100, send_batch_max_size: 50}
              btach: {}
              tail_sampling: {}
            exporters:
              debug: {}
              kafak: {}
            service:
              pipelines:
                traces:
                  receivers: [otlp]
                  processors: [batch, memory_limiter]
                  exporters: [debug, debug, otlp]
                tarces:
                  receivers: [otlp]
                  exporters: [debug]
            """).ShouldBe(
            [
                "c.yaml:2:39: receivers::otlp::protocols::grpc::endpoint: \"localhost\" has no port: write localhost:4317",
                "c.yaml:4:54: processors::batch::send_batch_max_size: send_batch_max_size (50) must not be below send_batch_size (100), "
                    + "the size at which a batch is sent; raise the one or lower the other",
                "c.yaml:5:10: processors::btach: there is no processor of type 'btach'; did you mean 'batch'?",
                "c.yaml:6:18: processors::tail_sampling: the processor 'tail_sampling' is known to the Collector, "
                + "but not built in HotPath yet; this build has: "
                + "batch, memory_limiter, attributes, resource, filter, transform, redaction, span, resourcedetection, "
                + "probabilistic_sampler, groupbyattrs",
                "c.yaml:9:10: exporters::kafak: there is no exporter of type 'kafak'; did you mean 'kafka'?",
                "c.yaml:14:27: service::pipelines::traces::processors[1]: the processor 'memory_limiter' is not configured; add it under "
                + "processors",
                "c.yaml:15:26: service::pipelines::traces::exporters[1]: the exporter 'debug' is listed twice in this pipeline; remove one",
                "c.yaml:15:33: service::pipelines::traces::exporters[2]: the exporter 'otlp' is not configured; add it under exporters",
                "c.yaml:16:5: service::pipelines::tarces: 'tarces' is not a signal; did you mean 'traces'?",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Plan_PipelineWithoutReceiversOrExporters_SaysSo()
    {
        string[] errors = ErrorsOf("service: {pipelines: {traces: {}}}");
        errors.ShouldContain(e => e.Contains("at least one receiver", StringComparison.Ordinal));
        errors.ShouldContain(e => e.Contains("at least one exporter", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_NoPipelines_SaysSo() => ErrorsOf("service: {}").ShouldHaveSingleItem().ShouldContain("at least one pipeline");

    [Fact]
    public void Plan_SelfLoopOverLoopback_IsRefusedAndAnotherHostIsNot()
    {
        const string Looping =
            """
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:4317"}}}}
            exporters: {otlp: {endpoint: "localhost:4317", tls: {insecure: true}}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]}}}
            """;
        ErrorsOf(Looping).ShouldHaveSingleItem().ShouldContain("this gateway's own receiver 'otlp' listens (127.0.0.1:4317");
        ErrorsOf(Looping.Replace("localhost:4317", "backend:4317", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Plan_UnbuiltServiceKeys_AreRefusedByName()
    {
        string[] errors = ErrorsOf(
            """
            receivers: {otlp: {protocols: {grpc: {}}}}
            exporters: {debug: {}}
            extensions: {pprof: {}}
            service:
              extensions: [pprof, health_chekc]
              telemetry: {metrics: {views: []}, traces: {processors: [{batch: {}}]}}
              pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
            """);
        errors.ShouldContain(e => e.StartsWith(
            "c.yaml:3:21: extensions::pprof: the extension 'pprof' is known to the Collector, but not built", StringComparison.Ordinal));
        errors.ShouldContain(e => e.StartsWith(
            "c.yaml:5:23: service::extensions[1]: the extension 'health_chekc' is not configured", StringComparison.Ordinal));
        errors.ShouldContain(e => e.Contains("service::telemetry::metrics::views", StringComparison.Ordinal));
        errors.ShouldContain(e => e.Contains("service::telemetry::traces::processors", StringComparison.Ordinal));
        errors.Length.ShouldBe(4);
    }
}
