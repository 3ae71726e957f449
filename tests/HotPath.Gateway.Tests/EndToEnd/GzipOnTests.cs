using System.IO.Compression;
using System.Net.Http.Headers;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// Requests that come in gzip, through the real executable: untouched they leave in their senders' gzip, joined; edited or cut they leave
/// compressed anew. Either way field for field.
/// </summary>
public sealed class GzipOnTests
{
    private const int Requests = 5;
    private const int SpansPerRequest = 200;

    private static readonly byte[][] Messages =
        [.. Enumerable.Range(0, Requests).Select(i => SampleRequests.Traces(SpansPerRequest, seed: i))];

    private static readonly byte[][] Gzips = [.. Messages.Select(message => GrpcMessages.Gzip(message, CompressionLevel.SmallestSize))];

    [Fact]
    public async Task Grpc_Merged_LeavesInTheSendersGzip()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            $"otlp: {{endpoint: '{sink.Endpoint}', tls: {{insecure: true}}, timeout: 60s}}");

        await SendAllAsync(gateway);

        await sink.WaitForItemsAsync(Requests * SpansPerRequest);
        byte[] wire = sink.Requests.ShouldHaveSingleItem().WireBytes;
        ShouldBeTheSame(sink);
        Gzips.ShouldAllBe(gzip => Holds(wire, gzip));
        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Grpc_SentAgainAfterARefusal_IsTheSameBytes()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.Error(14), GrpcAnswer.Error(14));
        await using GatewayProcess gateway = await StartAsync(
            $"otlp: {{endpoint: '{sink.Endpoint}', tls: {{insecure: true}}, timeout: 60s, retry_on_failure: {{initial_interval: 10ms}}}}");

        await SendAllAsync(gateway);

        await sink.WaitForItemsAsync(3 * Requests * SpansPerRequest);
        sink.Requests.Select(request => Convert.ToHexString(request.WireBytes)).Distinct().ShouldHaveSingleItem();
        Gzips.ShouldAllBe(gzip => Holds(sink.Requests[2].WireBytes, gzip));
        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Grpc_BehindAProcessorThatEdits_IsEditedAndCompressedAnew()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            $"otlp: {{endpoint: '{sink.Endpoint}', tls: {{insecure: true}}, timeout: 60s}}",
            "attributes: {actions: [{key: tier, value: gold, action: upsert}]}");

        await SendAllAsync(gateway);

        await sink.WaitForItemsAsync(Requests * SpansPerRequest);
        GrpcSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        Gzips.ShouldAllBe(gzip => !Holds(arrived.WireBytes, gzip));
        arrived.Traces!.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans)
            .ShouldAllBe(span => span.Attributes.Any(a => a.Key == "tier" && a.Value.StringValue == "gold"));
        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Grpc_CutToSize_IsAllThere()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            $"otlp: {{endpoint: '{sink.Endpoint}', tls: {{insecure: true}}, timeout: 60s}}",
            batch: "send_batch_size: 300, send_batch_max_size: 300");

        await SendAllAsync(gateway);

        await gateway.ShouldBalanceAsync();
        sink.Requests.Max(request => request.Items).ShouldBe(300);
        ShouldBeTheSame(sink);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", compression_params: {level: 1}", false)]
    public async Task Http_Merged_LeavesInTheSendersGzipUnlessALevelIsConfigured(string level, bool isTheSenders)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync($"otlphttp: {{endpoint: '{sink.Endpoint}', timeout: 60s{level}}}");
        using var client = new HttpClient();
        foreach (byte[] gzip in Gzips)
        {
            var content = new ByteArrayContent(gzip);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            content.Headers.ContentEncoding.Add("gzip");
            (await client.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), content)).EnsureSuccessStatusCode();
        }

        await sink.WaitForRequestsAsync(1);
        HttpSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(Signal.Traces, arrived.Bytes), CanonicalItems.Of(Signal.Traces, Messages));
        Gzips.ShouldAllBe(gzip => Holds(arrived.WireBytes, gzip) == isTheSenders);
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>All requests make up one batch, which leaves when the last has come.</summary>
    private static Task<GatewayProcess> StartAsync(string exporter, string processor = "", string? batch = null) =>
        GatewayProcess.StartAsync(
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 512}
          batch: { {{batch ?? $"send_batch_size: {Requests * SpansPerRequest}"}}, timeout: 60s}
          {{processor}}
        exporters:
          {{exporter}}
        service:
          pipelines:
            traces:
              receivers: [otlp]
              processors: [memory_limiter, {{(processor.Length == 0 ? "" : processor[..processor.IndexOf(':')] + ", ")}}batch]
              exporters: [{{exporter[..exporter.IndexOf(':')]}}]
        """);

    private static async Task SendAllAsync(GatewayProcess gateway)
    {
        using var client = new GrpcClient(gateway.Endpoint);
        foreach (byte[] gzip in Gzips)
        {
            byte[] body = GrpcMessages.Frame(gzip, compressed: true);
            GrpcCall call = GrpcCall.Export(Signal.Traces, []) with { Body = body, Encoding = "gzip" };
            (await client.SendAsync(call)).Status.ShouldBe(0);
        }
    }

    private static void ShouldBeTheSame(GrpcSink sink) => CanonicalItems.ShouldBeSameMultiset(
        CanonicalItems.Of(Signal.Traces, sink.Requests.Select(request => request.Bytes)), CanonicalItems.Of(Signal.Traces, Messages));

    /// <summary>
    /// Whether a body holds a member's blocks as they are. The first bytes are enough, but for the very first, whose lowest bit may have
    /// said that the block is the last.
    /// </summary>
    private static bool Holds(byte[] wire, byte[] gzip) => wire.AsSpan().IndexOf(gzip.AsSpan(11, 1000)) > 0;
}
