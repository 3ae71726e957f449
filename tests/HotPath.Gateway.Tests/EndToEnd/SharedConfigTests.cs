using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Configurations as teams write them, redirected with <c>--set</c> and run.</summary>
public sealed class SharedConfigTests
{
    [Fact]
    public async Task Agent02_Redirected_ForwardsTraces()
    {
        // Its http protocol is refused by name until OTLP/HTTP is built; everything else runs as it stands.
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "02-agent.yaml"));
        string served = yaml.Replace("      http: {}\n", "", StringComparison.Ordinal);
        served.ShouldNotBe(yaml);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            served,
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", $"exporters.otlp.endpoint={sink.Endpoint}",
            "--set", "exporters.otlp.tls.insecure=true");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(50, seed: 4, resources: 2);
        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);

        await sink.WaitForItemsAsync(50);
        sink.Requests[0].Headers["grpc-encoding"].ShouldBe("gzip");
        CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)), CanonicalItems.Of(Signal.Traces, request));
        (await gateway.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Agent02_AsItStands_NamesTheLineToRemove()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", RepositoryRoot.Combine("tests", "configs", "02-agent.yaml"));
        exitCode.ShouldBe(1);
        output.ShouldContain("02-agent.yaml:6:7: receivers::otlp::protocols::http");
    }
}
