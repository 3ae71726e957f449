using System.Net;
using System.Net.Http.Headers;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Profiles through the real executable: in by each protocol, out by both, and not a byte changed.</summary>
public sealed class ProfilesTests
{
    private const string Path = "/v1development/profiles";
    private static readonly string[] Scraped = ["--set", "service.telemetry.metrics.level=normal"];

    private static string Config(GrpcSink grpc, HttpSink http, string transport = "kestrel") =>
        $$"""
        receivers:
          otlp:
            protocols: {grpc: {endpoint: "127.0.0.1:0", hotpath: {transport: {{transport}} } }, http: {endpoint: "127.0.0.1:0"} }
        processors: {memory_limiter: {check_interval: 1s, limit_mib: 512} }
        connectors: {forward: {} }
        exporters:
          otlp: {endpoint: "{{grpc.Endpoint}}", tls: {insecure: true}, compression: none, timeout: 60s}
          otlphttp: {endpoint: "{{http.Endpoint}}", compression: none, timeout: 60s}
          debug: {}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: "127.0.0.1", port: 0} } } }] } }
          pipelines:
            profiles/in: {receivers: [otlp], processors: [memory_limiter], exporters: [forward, debug]}
            profiles/out: {receivers: [forward], exporters: [otlp, otlphttp]}
        """;

    [Theory]
    [InlineData("own")]
    [InlineData("kestrel")]
    public async Task OverGrpc_ArriveByteForByteAtBothKindsOfBackend(string transport)
    {
        await using GrpcSink grpc = await GrpcSink.StartAsync();
        await using HttpSink http = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(grpc, http, transport));
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleProfiles.Request(3, 4);

        (await client.ExportAsync(Signal.Profiles, request)).Status.ShouldBe(0);

        await ShouldArriveAsync(grpc, http, request);
        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OverHttp_ArriveByteForByteAndAreCounted()
    {
        await using GrpcSink grpc = await GrpcSink.StartAsync();
        await using HttpSink http = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(grpc, http), Scraped);
        byte[] request = SampleProfiles.Request(3, 4);

        (HttpStatusCode status, _) = await PostAsync(gateway, "application/x-protobuf", request);
        status.ShouldBe(HttpStatusCode.OK);

        await ShouldArriveAsync(grpc, http, request);
        await gateway.ShouldShowAsync("otelcol_receiver_accepted_profile_samples{receiver=\"otlp\",transport=\"http\"} 7");
        string scrape = await gateway.ScrapeAsync();
        foreach (string name in (string[])["receiver_refused", "exporter_sent", "exporter_send_failed", "exporter_enqueue_failed"])
        {
            scrape.ShouldContain($"\notelcol_{name}_profile_samples");
        }

        scrape.ShouldContain("data_type=\"profiles\"");
        await gateway.ShouldBalanceAsync();
        gateway.ShouldSay("\"resource profiles\": 2, \"sample records\": 7");
    }

    [Fact]
    public async Task OverHttpAsJson_AreRefusedAndSaidWhatIsTaken()
    {
        await using GrpcSink grpc = await GrpcSink.StartAsync();
        await using HttpSink http = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(grpc, http));

        (HttpStatusCode status, string text) = await PostAsync(gateway, "application/json", "{}"u8.ToArray());

        status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        text.ShouldBe("415 unsupported media type, supported for profiles: [application/x-protobuf]");
    }

    private static async Task ShouldArriveAsync(GrpcSink grpc, HttpSink http, byte[] request)
    {
        await grpc.WaitForRequestsAsync(1);
        await http.WaitForRequestsAsync(1);
        GrpcSinkRequest byGrpc = grpc.Requests.ShouldHaveSingleItem();
        byGrpc.Signal.ShouldBe(Signal.Profiles);
        byGrpc.Bytes.ShouldBe(request);
        HttpSinkRequest byHttp = http.Requests.ShouldHaveSingleItem();
        byHttp.Path.ShouldBe(Path);
        byHttp.Bytes.ShouldBe(request);
        byHttp.Items.ShouldBe(7);
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(GatewayProcess gateway, string contentType, byte[] body)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using HttpResponseMessage response = await client.PostAsync(new Uri($"http://{gateway.HttpEndpoint}{Path}"), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
