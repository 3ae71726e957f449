using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>What arrives at a backend.</summary>
public sealed class OtlpHttpExporterTests
{
    [Theory]
    [InlineData(Signal.Traces, "none", "/v1/traces")]
    [InlineData(Signal.Metrics, "none", "/v1/metrics")]
    [InlineData(Signal.Logs, "none", "/v1/logs")]
    [InlineData(Signal.Traces, "gzip", "/v1/traces")]
    [InlineData(Signal.Metrics, "zlib", "/v1/metrics")]
    [InlineData(Signal.Logs, "deflate", "/v1/logs")]
    [InlineData(Signal.Traces, "zstd", "/v1/traces")]
    [InlineData(Signal.Metrics, "snappy", "/v1/metrics")]
    [InlineData(Signal.Logs, "x-snappy-framed", "/v1/logs")]
    [InlineData(Signal.Traces, "lz4", "/v1/traces")]
    public async Task Send_Batch_ArrivesByteForByteAtItsPath(Signal signal, string compression, string path)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"compression: {compression}", signal);
        byte[] request = SampleRequests.Of(signal, 100, seed: 1, resources: 3);
        (await rig.SendAsync(request)).ShouldBe(SendResult.Delivered);
        HttpSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        arrived.Path.ShouldBe(path);
        arrived.Bytes.AsSpan().SequenceEqual(request).ShouldBeTrue();
        (arrived.WireBytes.Length < request.Length).ShouldBe(compression != "none");
        arrived.Headers.GetValueOrDefault("content-encoding", "none").ShouldBe(compression);
        arrived.Items.ShouldBeGreaterThanOrEqualTo(100);
        sink.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task Send_CompressionLevel_DecidesTheSize(int level)
    {
        byte[] request = SampleRequests.Traces(500, seed: 1);
        (await WireBytes(level)).ShouldBeInRange(1, request.Length - 1);
        if (level == 9)
        {
            (await WireBytes(9)).ShouldBeLessThan(await WireBytes(1));
        }

        async Task<int> WireBytes(int asked)
        {
            await using HttpSink sink = await HttpSink.StartAsync();
            await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"compression: gzip, compression_params: {{level: {asked}}}");
            await rig.SendAsync(request);
            HttpSinkRequest arrived = sink.Requests.Single();
            arrived.Bytes.AsSpan().SequenceEqual(request).ShouldBeTrue();
            return arrived.WireBytes.Length;
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("snappy")]
    [InlineData("x-snappy-framed")]
    [InlineData("lz4")]
    public async Task Send_ManyPartsOfAllSizes_ArriveAsOneRequestInOrder(string compression)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"compression: {compression}");
        byte[][] requests = [.. new[] { 1, 40, 1, 1, 700, 2, 8, 9, 3000, 1 }.Select((spans, i) => SampleRequests.Traces(spans, seed: i))];
        Batch batch = rig.Batch(requests);
        (await rig.Exporter.SendAsync(batch, CancellationToken.None)).ShouldBe(SendResult.Delivered);
        batch.Release();
        sink.Requests.ShouldHaveSingleItem().Bytes.AsSpan().SequenceEqual([.. requests.SelectMany(request => request)]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("compression: gzip", 1)]
    [InlineData("disable_keep_alives: true", 20)]
    public async Task Send_OneAfterTheOther_SharesAConnectionUnlessKeepAlivesAreDisabled(string keys, int connections)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, keys);
        byte[][] requests = [.. Enumerable.Range(0, 20).Select(i => SampleRequests.Traces(1 + (i * 37 % 200), seed: i))];
        foreach (byte[] request in requests)
        {
            (await rig.SendAsync(request)).ShouldBe(SendResult.Delivered);
        }

        sink.Requests.Select(arrived => Convert.ToHexString(arrived.Bytes)).ShouldBe(requests.Select(Convert.ToHexString));
        sink.Requests.Select(arrived => arrived.Connection).Distinct().Count().ShouldBe(connections);
    }

    [Fact]
    public async Task Send_ManyAtOnce_AllArrive()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        byte[][] requests = [.. Enumerable.Range(0, 40).Select(i => SampleRequests.Traces(200, seed: i))];
        SendResult[] results = await Task.WhenAll(requests.Select(request => rig.SendAsync(request)));
        results.ShouldAllBe(result => result == SendResult.Delivered);
        sink.Requests.Select(arrived => Convert.ToHexString(arrived.Bytes)).Order().ShouldBe(requests.Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task Send_MaxConnsPerHost_BoundsTheConnections()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, "max_conns_per_host: 2");
        byte[] request = SampleRequests.Traces(20, seed: 1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.SendAsync(request)));
        sink.Requests.Count.ShouldBe(20);
        sink.Requests.Select(arrived => arrived.Connection).Distinct().Count().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Send_Headers_AreThoseOfHttpAndThoseConfigured()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        const string Headers = "headers: {X-Token: s3cret, content-language: de, Host: tempo.example, User-Agent: me/1}";
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, Headers);
        await rig.SendAsync(SampleRequests.Traces(5, seed: 1));
        HttpSinkRequest arrived = sink.Requests.Single();
        arrived.Protocol.ShouldBe("HTTP/1.1");
        arrived.Headers.ShouldSatisfyAllConditions(
            headers => headers["content-type"].ShouldBe("application/x-protobuf"),
            headers => headers["content-encoding"].ShouldBe("gzip"),
            headers => headers["content-length"].ShouldBe(arrived.WireBytes.Length.ToString()),
            headers => headers["user-agent"].ShouldBe("me/1"),
            headers => headers["host"].ShouldBe("tempo.example"),
            headers => headers["x-token"].ShouldBe("s3cret"),
            headers => headers["content-language"].ShouldBe("de"),
            headers => headers.Keys.ShouldNotContain("transfer-encoding"),
            headers => headers.Keys.ShouldNotContain("traceparent"));
    }

    [Fact]
    public async Task Send_NoHeadersConfigured_SaysWhoWeAre()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        await rig.SendAsync(SampleRequests.Traces(5, seed: 1));
        IReadOnlyDictionary<string, string> headers = sink.Requests.Single().Headers;
        headers["user-agent"].ShouldMatch(@"^HotPath/\d+\.\d+\.\d+ \(linux/(amd64|arm64)\)$");
        headers.Keys.ShouldNotContain("content-encoding");
    }

    [Theory]
    [InlineData("cookies: {enabled: true}", "route=7")]
    [InlineData("cookies: {enabled: false}", null)]
    public async Task Send_BackendSetsACookie_GetsItBackIfConfigured(string keys, string? expected)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, keys);
        sink.Script(HttpSinkAnswer.Ok.With("Set-Cookie", "route=7"));
        for (int i = 0; i < 3; i++)
        {
            await rig.SendAsync(SampleRequests.Traces(5, seed: 1));
        }

        sink.Requests.Select(arrived => arrived.Headers.GetValueOrDefault("cookie")).ShouldBe([null, expected, expected]);
    }

    [Theory]
    [InlineData("traces_endpoint: 'http://{0}/custom/traces?tenant=a'", "/custom/traces?tenant=a")]
    [InlineData("endpoint: 'http://127.0.0.1:1', traces_endpoint: 'http://{0}/t'", "/t")]
    [InlineData("endpoint: 'http://{0}/otlp/'", "/otlp/v1/traces")]
    public async Task Send_Endpoints_AreJoinedAsInTheCollector(string keys, string path)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.Create(keys.Replace("{0}", $"127.0.0.1:{sink.Port}", StringComparison.Ordinal));
        (await rig.SendAsync(SampleRequests.Traces(5, seed: 1))).ShouldBe(SendResult.Delivered);
        sink.Requests.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Fact]
    public async Task Send_BudgetHasNoRoomToCompress_IsRetryableAndReturnsEverything()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        byte[] request = new byte[256 * 1024];
        new Random(1).NextBytes(request);

        // Room for the request and a little more, but not for a second time its size: random bytes do not shrink.
        await using OtlpHttpRig rig = OtlpHttpRig.Create($"endpoint: '{sink.Endpoint}'", budgetBytes: 400 * 1024);
        SendResult result = await rig.SendAsync(request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "memory"));
        rig.OutstandingLeases.ShouldBe(0);
        sink.Requests.ShouldBeEmpty();
    }
}
