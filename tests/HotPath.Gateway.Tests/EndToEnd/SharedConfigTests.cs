using System.Net;
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
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "02-agent.yaml"));
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            yaml,
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            "--set", $"exporters.otlp.endpoint={sink.Endpoint}",
            "--set", "exporters.otlp.tls.insecure=true");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(50, seed: 4, resources: 2);
        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);

        byte[] posted = SampleRequests.Traces(50, seed: 5);
        using var http = new HttpClient();
        using var content = new ByteArrayContent(posted);
        content.Headers.Add("Content-Type", "application/x-protobuf");
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        await sink.WaitForItemsAsync(100);
        sink.Requests[0].Headers["grpc-encoding"].ShouldBe("gzip");
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)), CanonicalItems.Of(Signal.Traces, [request, posted]));
        (await gateway.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Agent02_AsItStands_IsValid()
    {
        (int exitCode, _) = await GatewayProcess.RunAsync("validate", "--config", RepositoryRoot.Combine("tests", "configs", "02-agent.yaml"));
        exitCode.ShouldBe(0);
    }
}
