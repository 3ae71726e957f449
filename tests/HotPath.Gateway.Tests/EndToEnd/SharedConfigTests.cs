using System.Net;
using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
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
            "--set", "exporters.otlp.timeout=60s",
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
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Fact]
    public async Task Agent02_AsItStands_IsValid()
    {
        (int exitCode, _) =
            await GatewayProcess.RunAsync("validate", "--config", RepositoryRoot.Combine("tests", "configs", "02-agent.yaml"));
        exitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Backends05_AsItStands_IsRefusedForItsPrometheusExportersOnly()
    {
        string file = RepositoryRoot.Combine("tests", "configs", "05-backends.yaml");
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", file);

        exitCode.ShouldBe(1);
        string[] refusals =
        [
            .. output.Split('\n')
                .Where(line => line.Contains("05-backends.yaml:", StringComparison.Ordinal))
                .Where(line => !line.StartsWith("Warning", StringComparison.Ordinal)),
        ];
        refusals.ShouldContain(line => line.Contains("exporters::prometheusremotewrite", StringComparison.Ordinal));
        refusals.ShouldContain(line => line.Contains("exporters::prometheus", StringComparison.Ordinal));
        refusals.ShouldAllBe(line => line.Contains("prometheus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backends05_WithoutItsPrometheusExporters_FeedsBothTraceBackendsAndTheLogBackend()
    {
        await using GrpcSink jaeger = await GrpcSink.StartAsync();
        await using GrpcSink tempo = await GrpcSink.StartAsync();
        await using HttpSink loki = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            await WithoutPrometheusAsync(RepositoryRoot.Combine("tests", "configs", "05-backends.yaml")),
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            "--set", $"exporters.otlp/jaeger.endpoint={jaeger.Endpoint}",
            "--set", "exporters.otlp/jaeger.timeout=60s",
            "--set", $"exporters.otlp/tempo.endpoint={tempo.Endpoint}",
            "--set", "exporters.otlp/tempo.timeout=60s",
            "--set", $"exporters.otlphttp/loki.endpoint={loki.Endpoint}/otlp");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] spans = SampleRequests.Traces(50, seed: 4, resources: 2);
        byte[] records = SampleRequests.Logs(50, seed: 5, resources: 2);
        (await client.ExportAsync(Signal.Traces, spans)).Status.ShouldBe(0);
        (await client.ExportAsync(Signal.Logs, records)).Status.ShouldBe(0);

        await jaeger.WaitForItemsAsync(50);
        await tempo.WaitForItemsAsync(50);
        await loki.WaitForRequestsAsync(1);
        jaeger.Requests.Single().Bytes.ShouldBe(spans);
        tempo.Requests.Single().Bytes.ShouldBe(spans);
        loki.Requests.Single().Path.ShouldBe("/otlp/v1/logs");
        loki.Requests.Single().Bytes.ShouldBe(records);
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>The file without the two exporters that are not built, and without the pipeline that has no others.</summary>
    private static async Task<string> WithoutPrometheusAsync(string file)
    {
        string yaml = await File.ReadAllTextAsync(file);
        yaml = Without(yaml, "  prometheusremotewrite:", "  otlphttp/loki:");
        return Without(yaml, "    metrics:", "    logs:");
    }

    private static string Without(string text, string from, string to)
    {
        int start = text.IndexOf(from, StringComparison.Ordinal);
        return text.Remove(start, text.IndexOf(to, StringComparison.Ordinal) - start);
    }
}
