using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Hosting.Tests.Testing;

/// <summary>The test backend and the test client, held against each other: what they say of the gateway depends on them.</summary>
public sealed class GrpcSinkTests
{
    private static readonly byte[] TwoSpans = Request().ToByteArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_OfTraces_IsDecodedAndKept(bool gzip)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);

        GrpcCall call = gzip ? GrpcCall.ExportGzip(Signal.Traces, TwoSpans) : GrpcCall.Export(Signal.Traces, TwoSpans);
        GrpcReply reply = await client.SendAsync(call with { Headers = [KeyValuePair.Create("x-tenant", "shop")] });
        await sink.WaitForItemsAsync(2);

        reply.Status.ShouldBe(0);
        reply.TrailersOnly.ShouldBeFalse();
        GrpcSinkRequest request = sink.Requests.ShouldHaveSingleItem();
        request.Traces.ShouldBe(Request());
        request.Bytes.ShouldBe(TwoSpans);
        request.Headers["x-tenant"].ShouldBe("shop");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Script_WithRetryInfo_IsReadFromTrailersOrHeaders(bool trailersOnly)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);
        sink.Script(GrpcAnswer.Error(14, "zu voll: 100 % ✗", TimeSpan.FromMilliseconds(1500)) with { TrailersOnly = trailersOnly });

        GrpcReply refused = await client.ExportAsync(Signal.Logs, []);
        GrpcReply next = await client.ExportAsync(Signal.Logs, []);

        refused.Status.ShouldBe(14);
        refused.Message.ShouldBe("zu voll: 100 % ✗");
        refused.RetryDelay.ShouldBe(TimeSpan.FromMilliseconds(1500));
        refused.TrailersOnly.ShouldBe(trailersOnly);
        next.Status.ShouldBe(0);
    }

    [Fact]
    public async Task Script_WithPartialSuccess_CarriesTheCount()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);
        sink.Script(GrpcAnswer.Partial(3, "too old"));

        GrpcReply reply = await client.ExportAsync(Signal.Traces, TwoSpans);

        var response = ExportTraceServiceResponse.Parser.ParseFrom(GrpcMessages.Unframe(reply.Body).Message);
        response.PartialSuccess.RejectedSpans.ShouldBe(3);
        response.PartialSuccess.ErrorMessage.ShouldBe("too old");
    }

    [Fact]
    public async Task Script_ThatAborts_FailsTheCallButNotTheSink()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);
        sink.Script(new GrpcAnswer { AbortConnection = true }, new GrpcAnswer { ResetStream = true });

        await Should.ThrowAsync<HttpRequestException>(() => client.ExportAsync(Signal.Traces, TwoSpans));
        await Should.ThrowAsync<HttpRequestException>(() => client.ExportAsync(Signal.Traces, TwoSpans));
        GrpcReply reply = await client.ExportAsync(Signal.Traces, TwoSpans);

        reply.Status.ShouldBe(0);
        sink.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Script_ThatHangs_AnswersWhenReleased()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);
        var release = new TaskCompletionSource();
        sink.Script(GrpcAnswer.HangUntil(release.Task));

        Task<GrpcReply> call = client.ExportAsync(Signal.Metrics, []);
        await sink.WaitForRequestsAsync(1);
        call.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await call).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Export_OfGarbage_IsAFault()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var client = new GrpcClient(sink.Endpoint);

        GrpcReply reply = await client.ExportAsync(Signal.Traces, [0xFF, 0xFF]);

        reply.Status.ShouldBe(3);
        sink.Faults.ShouldHaveSingleItem();
        sink.Requests.ShouldBeEmpty();
    }

    private static ExportTraceServiceRequest Request() => new()
    {
        ResourceSpans =
        {
            new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { new Span { Name = "a" }, new Span { Name = "b" } } } } },
        },
    };
}
