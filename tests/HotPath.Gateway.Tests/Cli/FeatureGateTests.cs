using HotPath.Gateway.Tests.EndToEnd;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>Feature gates of the Collector, as scripts give them.</summary>
public sealed class FeatureGateTests
{
    [Fact]
    public async Task FeatureGate_WithoutId_IsTheCollectorsTable()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("featuregate", "--feature-gates", "service.AllowNoPipelines");

        exitCode.ShouldBe(0);
        string[] lines = output.Split('\n');
        lines[0].ShouldMatch("^ID +Enabled  Stage  Description$");
        lines.Length.ShouldBe(10);
        output.ShouldMatch("(?m)^service.AllowNoPipelines +true +Alpha ");
        output.ShouldMatch("(?m)^service.partialReloadReceivers +true +Beta ");
        output.ShouldMatch("(?m)^confmap.enableMergeAppendOption +false +Alpha ");
    }

    [Fact]
    public async Task FeatureGate_WithAnId_IsThatGateAndWhatHotPathDoes()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("featuregate", "confmap.enableMergeAppendOption");
        exitCode.ShouldBe(0);
        output.ShouldStartWith("Feature: confmap.enableMergeAppendOption\nEnabled: false\nStage: Alpha\n");
        output.ShouldContain("\nIn HotPath: honoured: ");
    }

    [Fact]
    public async Task FeatureGate_WithAnUnknownId_IsTheCollectorsError() =>
        (await GatewayProcess.RunAsync("featuregate", "x.y")).ShouldBe((1, "Error: feature \"x.y\" not found"));

    [Fact]
    public async Task Validate_MergeAppend_JoinsTheListsOfTwoSources()
    {
        string[] twice =
        [
            "print-config",
            "--config", "yaml:receivers: {otlp: {protocols: {grpc: {}}}}",
            "--config", "yaml:exporters: {debug: {}, nop: {}}",
            "--config", "yaml:service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}",
            "--set", "service.pipelines.traces.exporters=[nop]",
        ];
        (await GatewayProcess.RunAsync(twice)).Output.ShouldEndWith("exporters:\n        - nop");
        (await GatewayProcess.RunAsync([.. twice, "--feature-gates", "-service.AllowNoPipelines,+confmap.enableMergeAppendOption"])).Output
            .ShouldEndWith("exporters:\n        - debug\n        - nop");
    }

    [Fact]
    public async Task Validate_UnknownAndRefusedGates_AreAWarningAndAnError()
    {
        (int exitCode, string output) =
            await GatewayProcess.RunAsync("validate", "--feature-gates", "x.y", "--feature-gates=telemetry.newPipelineTelemetry");
        exitCode.ShouldBe(1);
        output.ShouldContain("Warning: --feature-gates: x.y: the core of the Collector v0.159.0 has no such feature gate");
        output.ShouldContain("  --feature-gates: telemetry.newPipelineTelemetry: known to the Collector, but not built in HotPath yet");
    }

    [Fact]
    public async Task Run_AllowNoPipelines_ServesExtensionsOnly()
    {
        const string Yaml = "extensions: {health_check: {endpoint: \"127.0.0.1:0\"}}\nservice: {extensions: [health_check]}\n";
        (await GatewayProcess.RunAsync("validate", "--config", "yaml:" + Yaml)).ExitCode.ShouldBe(1);

        await using GatewayProcess gateway =
            await GatewayProcess.StartAsync(Yaml, "--feature-gates=service.AllowNoPipelines,pdata.useProtoPooling");
        gateway.HealthEndpoint.ShouldNotBeEmpty();
        gateway.Output.ShouldContain("the feature gate has no effect in HotPath");
        (await gateway.StopAsync()).ShouldBe(0);
    }
}
