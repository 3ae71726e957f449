namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>SIGHUP asks the Collector to reload, and ends most other processes.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task Run_AtSighup_WarnsAndServesOn()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            """
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}}
            exporters: {nop: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [nop]}}}
            """);

        await gateway.SignalAsync("HUP");
        await gateway.SeesAsync("SIGHUP: reload is not built yet");

        (await gateway.StopAsync()).ShouldBe(0);
        gateway.Output.ShouldContain("Shutdown complete.");
    }
}
