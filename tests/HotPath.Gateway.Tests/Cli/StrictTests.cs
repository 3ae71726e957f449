using HotPath.Gateway.Tests.EndToEnd;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>validate --strict</c> refuses what the Collector would, all of it at once.</summary>
public sealed class StrictTests
{
    private const string Tolerated =
        """
        yaml:receivers: {otlp: {protocols: {grpc: {}}, hotpath: {validation: structure}}}
        exporters: {logging: {loglevel: debug}}
        service:
          telemetry: {metrics: {address: "localhost:8888"}}
          pipelines: {traces: {receivers: [otlp], exporters: [logging]}}
        """;

    [Fact]
    public async Task Validate_WhatTheCollectorRemoved_IsAWarning()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", Tolerated, "--feature-gates=x.y");
        exitCode.ShouldBe(0);
        output.ShouldNotContain("Error");
        output.ShouldContain("Warning: --feature-gates: x.y");
    }

    [Fact]
    public async Task Validate_TheSameStrictly_IsRefusedAllAtOnce()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--strict", "--config", Tolerated, "--feature-gates=x.y");

        exitCode.ShouldBe(1);
        output.ShouldContain("Error: invalid configuration, 4 errors:");
        output.ShouldContain("receivers::otlp::hotpath: is HotPath's own, and the Collector refuses it");
        output.ShouldContain("exporters::logging: the logging exporter is deprecated");
        output.ShouldContain("service::telemetry::metrics::address: has no effect, and the Collector has removed it");
        output.ShouldContain("--feature-gates: x.y: the core of the Collector v0.159.0 has no such feature gate");
    }

    [Fact]
    public async Task Validate_StrictlyWithoutConfig_IsTheCollectorsError() =>
        (await GatewayProcess.RunAsync("validate", "--strict")).ShouldBe((1, "Error: at least one config flag must be provided"));

    [Fact]
    public async Task Validate_StrictlyWhatTheCollectorTakes_IsSilentOrWarns()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "validate", "--strict",
            "--config", "yaml:receivers: {otlp: {protocols: {grpc: {}}}}",
            "--config", "yaml:processors: {memory_limiter: {check_interval: 1s, limit_percentage: 80}}",
            "--config", "yaml:exporters: {debug: {}}",
            "--set", "service.pipelines.traces={receivers: [otlp], processors: [memory_limiter], exporters: [debug]}");
        (exitCode, output).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Validate_StrictlyProfilesWithoutTheirGate_IsRefusedAsTheCollectorDoes()
    {
        const string Profiles = "yaml:service: {pipelines: {profiles: {receivers: [otlp], exporters: [debug]}}}";
        const string Refusal = "the Collector refuses pipelines of profiles without --feature-gates=service.profilesSupport";
        (await GatewayProcess.RunAsync("validate", "--strict", "--config", Profiles)).Output.ShouldContain(Refusal);
        (await GatewayProcess.RunAsync("validate", "--strict", "--config", Profiles, "--feature-gates=service.profilesSupport")).Output
            .ShouldNotContain(Refusal);
    }
}
