using System.Globalization;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>What a backend's answer makes of an attempt.</summary>
public sealed class OtlpHttpAnswerTests
{
    private static readonly byte[] Request = SampleRequests.Traces(10, seed: 1);

    private static async Task<SendResult> SendAsync(HttpSinkAnswer answer)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        sink.Script(answer);
        return await rig.SendAsync(Request);
    }

    [Fact]
    public async Task Send_EveryStatus_IsTriedAgainOrGivenUpAsOtlpSays()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        for (int status = 300; status < 600; status++)
        {
            sink.Script(HttpSinkAnswer.Error(status, $"no {status}") with { Body = Body(status) });
            SendResult result = await rig.SendAsync(Request);
            SendStatus expected = status is 429 or 502 or 503 or 504 ? SendStatus.Retryable : SendStatus.Permanent;
            (status, result.Status, result.Reason, result.RetryAfter).ShouldBe((status, expected, $"http_{status}", TimeSpan.Zero));
            result.Message.ShouldContain($"/v1/traces responded with HTTP Status Code {status}");
            result.Message.EndsWith($", Message=no {status}", StringComparison.Ordinal).ShouldBe(status != 304);
        }

        // A 304 has no body (RFC 9110, section 15.4.5).
        static ReadOnlyMemory<byte> Body(int status) => status == 304 ? default : HttpSinkAnswer.Error(status, $"no {status}").Body;
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Send_AnySuccess_IsDelivered(int status) =>
        (await SendAsync(HttpSinkAnswer.Ok with { Status = status })).ShouldBe(SendResult.Delivered);

    [Theory]
    [InlineData("application/json", """{"code": 3, "message": "bad ümlaut"}""", "Message=bad ümlaut")]
    [InlineData("application/json; charset=utf-8", """{"message": "with charset"}""", "Message=with charset")]
    [InlineData("application/json", "[1]", "Status Code 400")]
    [InlineData("application/json", "{", "Status Code 400")]
    [InlineData("text/plain", "go away", "Status Code 400")]
    [InlineData(null, "", "Status Code 400")]
    public async Task Send_FailureWithABody_TellsItsMessageIfItIsAStatus(string? contentType, string body, string ending)
    {
        SendResult result = await SendAsync(HttpSinkAnswer.Text(400, contentType!, body));
        (result.Status, result.Reason).ShouldBe((SendStatus.Permanent, "http_400"));
        result.Message.ShouldEndWith(ending);
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowedAndNamesWhereTo()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        sink.Script(HttpSinkAnswer.Text(308, "text/html", "<a>").With("Location", "https://other.example/v1/traces"));
        SendResult result = await rig.SendAsync(Request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Permanent, "http_308"));
        result.Message.ShouldEndWith("a redirect to https://other.example/v1/traces, which is not followed: write that as the endpoint");
        sink.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_UrlWithAQuery_KeepsItOutOfMessages()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.Create($"traces_endpoint: '{sink.Endpoint}/t?key=s3cret'");
        sink.Script(HttpSinkAnswer.Error(400));
        (await rig.SendAsync(Request)).Message.ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "0", 0)]
    [InlineData(503, "120", 120)]
    [InlineData(429, "+90", 90)]
    [InlineData(503, "-90", 0)]
    [InlineData(503, "99999999", 86_400)]
    [InlineData(503, "soon", 0)]
    [InlineData(502, "7", 0)]
    [InlineData(504, "7", 0)]
    public async Task Send_RetryAfter_IsObeyedOnlyWhereABackendThrottles(int status, string value, int seconds)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        string header = value is "+90" or "-90"
            ? rig.Clock.GetUtcNow().AddSeconds(int.Parse(value, CultureInfo.InvariantCulture)).ToString("R")
            : value;
        sink.Script(HttpSinkAnswer.Error(status).With("Retry-After", header));
        SendResult result = await rig.SendAsync(Request);
        result.Status.ShouldBe(SendStatus.Retryable);

        // An HTTP-date has whole seconds.
        result.RetryAfter.TotalSeconds.ShouldBeInRange(Math.Max(0, seconds - 1), seconds);
    }

    [Theory]
    [InlineData(Signal.Traces, "dropped_spans")]
    [InlineData(Signal.Metrics, "dropped_data_points")]
    [InlineData(Signal.Logs, "dropped_log_records")]
    public async Task Send_PartialSuccess_IsDeliveredWithRejectedItemsAndAWarning(Signal signal, string field)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, "compression: none", signal);
        sink.Script(HttpSinkAnswer.Partial(3, "too old: ümlaut"));
        SendResult result = await rig.SendAsync(SampleRequests.Of(signal, 10, seed: 1));
        (result.Status, result.RejectedItems, result.Message).ShouldBe((SendStatus.Delivered, 3, "too old: ümlaut"));
        var line = rig.Log.Lines.ShouldHaveSingleItem();
        (line.Level, line.Message).ShouldBe((LogLevel.Warning, "Partial success response"));
        line.Fields.ShouldBe(new Dictionary<string, object?> { ["message"] = "too old: ümlaut", [field] = 3L });
    }

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"3","errorMessage":"old"}}""", 3, "old")]
    [InlineData("""{"partialSuccess":{"rejectedLogRecords":3}}""", 3, "")]
    [InlineData("""{"partial_success":{"rejected_data_points":"3","error_message":"old"}}""", 3, "old")]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"-3","errorMessage":"odd"}}""", 0, "odd")]
    [InlineData("""{"partialSuccess":{"rejectedSpans":null,"errorMessage":null},"more":[1]}""", 0, "")]
    [InlineData("""{"partialSuccess":{}}""", 0, "")]
    [InlineData("""{"partialSuccess":null}""", 0, "")]
    [InlineData("{}", 0, "")]
    public async Task Send_SuccessInJson_IsRead(string body, long rejected, string message)
    {
        SendResult result = await SendAsync(HttpSinkAnswer.Text(200, "application/json; charset=utf-8", body));
        (result.Status, result.RejectedItems, result.Message).ShouldBe((SendStatus.Delivered, rejected, message));
    }

    [Theory]
    [InlineData("application/json", "not json")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", """{"partialSuccess":[]}""")]
    [InlineData("application/json", """{"partialSuccess":{"rejectedSpans":"many"}}""")]
    [InlineData("application/x-protobuf", "\u000a\u0005")]
    [InlineData("application/x-protobuf", "<html>")]
    public async Task Send_SuccessThatCannotBeRead_IsGivenUp(string contentType, string body)
    {
        SendResult result = await SendAsync(HttpSinkAnswer.Text(200, contentType, body));
        (result.Status, result.Reason).ShouldBe((SendStatus.Permanent, "http_200"));
        result.Message.ShouldContain("not an OTLP response");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData(null)]
    public async Task Send_SuccessOfAnotherType_IsDelivered(string? contentType) =>
        (await SendAsync(HttpSinkAnswer.Text(200, contentType!, "thanks"))).ShouldBe(SendResult.Delivered);

    [Theory]
    [InlineData(64 * 1024, SendStatus.Delivered)]
    [InlineData((64 * 1024) + 1, SendStatus.Permanent)]
    [InlineData(3_000_000, SendStatus.Permanent)]
    public async Task Send_LongSuccess_IsReadUpTo64KiB(int bytes, SendStatus expected)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        sink.Script(HttpSinkAnswer.Text(200, "application/json", "{}".PadRight(bytes)));
        (await rig.SendAsync(Request)).Status.ShouldBe(expected);
        (await rig.SendAsync(Request)).ShouldBe(SendResult.Delivered, "what is left of an answer spoils nothing");
    }

    [Fact]
    public async Task Send_NobodyListens_IsRetryableAndNamesTheUrl()
    {
        using var port = new ReservedPort();
        await using OtlpHttpRig rig = OtlpHttpRig.To($"http://{port.Endpoint}");
        SendResult result = await rig.SendAsync(Request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldStartWith($"failed to make an HTTP request to http://{port.Endpoint}/v1/traces: ");
    }

    [Fact]
    public async Task Send_ConnectionIsCut_IsRetryableAndTheNextWorks()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint);
        sink.Script(HttpSinkAnswer.Ok with { AbortConnection = true });
        SendResult result = await rig.SendAsync(Request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        (await rig.SendAsync(Request)).ShouldBe(SendResult.Delivered);
    }
}
