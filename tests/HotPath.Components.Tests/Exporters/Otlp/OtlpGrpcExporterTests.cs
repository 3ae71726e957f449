using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>What arrives at a backend, and what its success says.</summary>
public sealed class OtlpGrpcExporterTests
{
    [Theory]
    [InlineData(Signal.Traces, "none")]
    [InlineData(Signal.Metrics, "none")]
    [InlineData(Signal.Logs, "none")]
    [InlineData(Signal.Traces, "gzip")]
    [InlineData(Signal.Metrics, "gzip")]
    [InlineData(Signal.Logs, "gzip")]
    [InlineData(Signal.Traces, "zstd")]
    [InlineData(Signal.Metrics, "snappy")]
    [InlineData(Signal.Traces, "none, hotpath: {transport: httpclient}")]
    [InlineData(Signal.Logs, "gzip, hotpath: {transport: httpclient}")]
    public async Task Send_Batch_ArrivesByteForByteAtItsService(Signal signal, string compression)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"compression: {compression}");
        byte[] request = SampleRequests.Of(signal, 100, seed: 1, resources: 3);
        (await rig.SendAsync(signal, request)).ShouldBe(SendResult.Delivered);
        GrpcSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        arrived.Signal.ShouldBe(signal);
        arrived.Bytes.AsSpan().SequenceEqual(request).ShouldBeTrue();
        (arrived.WireBytes.Length < request.Length).ShouldBe(!compression.StartsWith("none", StringComparison.Ordinal));
        sink.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("snappy")]
    public async Task Send_ManyPartsOfAllSizes_ArriveAsOneRequestInOrder(string compression)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"compression: {compression}");
        byte[][] requests = [.. new[] { 1, 40, 1, 1, 700, 2, 8, 9, 3000, 1 }.Select((spans, i) => SampleRequests.Traces(spans, seed: i))];
        Batch batch = rig.Batch(Signal.Traces, requests);
        (await rig.Exporter.SendAsync(batch, CancellationToken.None)).ShouldBe(SendResult.Delivered);
        batch.Release();
        sink.Requests.ShouldHaveSingleItem().Bytes.AsSpan().SequenceEqual([.. requests.SelectMany(request => request)]).ShouldBeTrue();
    }

    [Fact]
    public async Task Send_OneAfterTheOther_ReusesWhatACallNeeds()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, "compression: gzip");
        byte[][] requests = [.. Enumerable.Range(0, 50).Select(i => SampleRequests.Traces(1 + (i * 37 % 200), seed: i))];
        foreach (byte[] request in requests)
        {
            (await rig.SendAsync(Signal.Traces, request)).ShouldBe(SendResult.Delivered);
        }

        sink.Requests.Select(arrived => Convert.ToHexString(arrived.Bytes)).ShouldBe(requests.Select(Convert.ToHexString));
    }

    [Fact]
    public async Task Send_ManyAtOnce_AllArrive()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);
        byte[][] requests = [.. Enumerable.Range(0, 40).Select(i => SampleRequests.Traces(200, seed: i))];
        SendResult[] results = await Task.WhenAll(requests.Select(request => rig.SendAsync(Signal.Traces, request)));
        results.ShouldAllBe(result => result == SendResult.Delivered);
        sink.Requests.Select(arrived => Convert.ToHexString(arrived.Bytes)).Order()
            .ShouldBe(requests.Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task Send_Headers_AreThoseOfGrpcAndThoseConfigured()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        const string Headers = "headers: {X-Token: s3cret, x-id-bin: '\\x01', content-language: de}";
        const string Keys = $"timeout: 1500ms, {Headers}, user_agent: me/1, authority: tempo.example";
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, Keys);
        byte[] request = SampleRequests.Traces(5, seed: 1);
        await rig.SendAsync(Signal.Traces, request);
        GrpcSinkRequest arrived = sink.Requests.Single();
        arrived.Headers.ShouldSatisfyAllConditions(
            headers => headers["content-type"].ShouldBe("application/grpc"),
            headers => headers["te"].ShouldBe("trailers"),
            headers => headers["grpc-encoding"].ShouldBe("gzip"),
            headers => headers["grpc-accept-encoding"].ShouldBe("identity"),
            headers => headers["grpc-timeout"].ShouldBe("1500m"),
            headers => headers["user-agent"].ShouldBe("me/1"),
            headers => headers["host"].ShouldBe("tempo.example"),
            headers => headers["x-token"].ShouldBe("s3cret"),
            headers => headers["x-id-bin"].ShouldBe("XHgwMQ"),
            headers => headers["content-language"].ShouldBe("de"),
            headers => headers.Keys.ShouldNotContain("content-length", "gRPC sends none"),
            headers => headers.Keys.ShouldNotContain("traceparent"));
    }

    [Fact]
    public async Task Send_NoTimeoutAndNoCompression_SendsNeitherHeader()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, "timeout: 0s, compression: none");
        await rig.SendAsync(Signal.Traces, SampleRequests.Traces(5, seed: 1));
        sink.Requests.Single().Headers.Keys.ShouldSatisfyAllConditions(
            names => names.ShouldNotContain("grpc-timeout"),
            names => names.ShouldNotContain("grpc-encoding"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip, hotpath: {transport: httpclient}")]
    public async Task Send_Profiles_ArriveByteForByteAtTheirService(string compression)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"compression: {compression}");
        byte[] request = SampleProfiles.Request(20, 30);
        (await rig.SendAsync(Signal.Profiles, request)).ShouldBe(SendResult.Delivered);
        GrpcSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        arrived.Signal.ShouldBe(Signal.Profiles);
        arrived.Bytes.ShouldBe(request);
    }

    [Theory]
    [InlineData(Signal.Traces, "dropped_spans")]
    [InlineData(Signal.Metrics, "dropped_data_points")]
    [InlineData(Signal.Logs, "dropped_log_records")]
    public async Task Send_PartialSuccess_IsDeliveredWithRejectedItemsAndAWarning(Signal signal, string field)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);
        sink.Script(GrpcAnswer.Partial(3, "too old: ümlaut"));
        SendResult result = await rig.SendAsync(signal, SampleRequests.Of(signal, 10, seed: 1));
        (result.Status, result.RejectedItems, result.Message).ShouldBe((SendStatus.Delivered, 3, "too old: ümlaut"));
        var line = rig.Log.Lines.ShouldHaveSingleItem();
        (line.Level, line.Message).ShouldBe((LogLevel.Warning, "Partial success response"));
        line.Fields.ShouldBe(new Dictionary<string, object?> { ["message"] = "too old: ümlaut", [field] = 3L });
    }

    [Fact]
    public async Task Send_WarningWithoutRejections_IsLoggedAndAllDelivered()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);
        sink.Script(GrpcAnswer.Partial(0, "deprecated"));
        (await rig.SendAsync(Signal.Traces, SampleRequests.Traces(10, seed: 1))).RejectedItems.ShouldBe(0);
        rig.Log.Lines.ShouldHaveSingleItem().Fields["message"].ShouldBe("deprecated");
    }

    [Fact]
    public async Task Send_ResponseThatIsNotProtobuf_IsDeliveredAndSaysSo()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);
        sink.Script(GrpcAnswer.Ok with { ResponseBytes = new byte[] { 0xFF, 0xFF } });
        (await rig.SendAsync(Signal.Traces, SampleRequests.Traces(10, seed: 1))).Status.ShouldBe(SendStatus.Delivered);
        rig.Log.Lines.ShouldHaveSingleItem().Fields["message"].ShouldBeOfType<string>().ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Send_BudgetHasNoRoomToCompress_IsRetryableAndReturnsEverything()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        byte[] request = new byte[256 * 1024];
        Random.Shared.NextBytes(request);

        // Room for the request and a little more, but not for a second time its size: random bytes do not shrink.
        await using OtlpRig rig = OtlpRig.Create($"endpoint: '{sink.Endpoint}', tls: {{insecure: true}}", budgetBytes: 400 * 1024);
        SendResult result = await rig.SendAsync(Signal.Traces, request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "memory"));
        rig.OutstandingLeases.ShouldBe(0);
        sink.Requests.ShouldBeEmpty();
    }
}
