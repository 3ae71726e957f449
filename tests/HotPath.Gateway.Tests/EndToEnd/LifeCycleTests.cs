using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Starting, stopping, and what the screen shows.</summary>
public sealed class LifeCycleTests
{
    private static readonly string[] AnyPort = ["--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0"];

    [Fact]
    public async Task NoConfig_FirstTrace_ShowsOnTheScreen()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartPlainAsync(AnyPort);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("HotPath runs its built-in configuration");
        gateway.ShouldSay("\"resource spans\": 1, \"spans\": 3");
    }

    [Fact]
    public async Task Sigterm_WithItemsInTheBatch_DrainsAndReportsTheLedger()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink), "--set", "processors.batch.timeout=1h");
        using var client = new GrpcClient(gateway.Endpoint);
        await client.ExportAsync(Signal.Traces, SampleRequests.Traces(7, seed: 1));

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        sink.Items.ShouldBe(7);
        gateway.ShouldSay("edge traces → otlp: enqueued 7 = sent 7");
    }

    [Fact]
    public async Task Sigterm_BackendHangs_EndsAtTheDeadlineAndSaysWhatWasLeft()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = _ => GrpcAnswer.HangUntil(new TaskCompletionSource().Task);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            SdkTests.Config(sink), "--set", "exporters.otlp.timeout=0s", "--shutdown-timeout", "1");
        using var client = new GrpcClient(gateway.Endpoint);
        await client.ExportAsync(Signal.Traces, SampleRequests.Traces(9, seed: 1));
        await sink.WaitForRequestsAsync(1);

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("Shutdown left items behind.");
        gateway.ShouldSay("\"items\": 9");
        gateway.ShouldSay("the ledger balances");
    }

    [Fact]
    public async Task PortTaken_Start_FailsNamingAddressAndLine()
    {
        await using GatewayProcess first = await GatewayProcess.StartPlainAsync(AnyPort);
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "--set", "service.telemetry.metrics.level=none", "--set", $"receivers.otlp.protocols.grpc.endpoint={first.Endpoint}");

        exitCode.ShouldBe(1);
        output.ShouldContain($"Error: receiver otlp cannot listen on {first.Endpoint}");
    }

    [Fact]
    public async Task UnwiredSignal_IsUnimplemented()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartPlainAsync(AnyPort);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Logs, SampleRequests.Logs(1, seed: 1))).Status.ShouldBe(12);
    }

    [Fact]
    public async Task MissingCertificate_Start_FailsNamingExporterKeyAndPath()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            [
                .. AnyPort,
                "--set", "service.telemetry.metrics.level=none",
                "--set", "exporters.otlp.endpoint=backend:4317",
                "--set", "exporters.otlp.tls.ca_file=/no/such/ca.pem",
                "--set", "service.pipelines.traces.exporters=[otlp]",
            ]);

        exitCode.ShouldBe(1);
        output.ShouldContain("Error: ");
        output.ShouldContain("/no/such/ca.pem");
        output.ShouldContain("ca_file");
    }
}
