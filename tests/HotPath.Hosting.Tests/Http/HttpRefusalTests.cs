using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Http;

/// <summary>Every status but success, as collector-compat's section 5 and tests/golden's passthrough-http-answers record them.</summary>
public sealed class HttpRefusalTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 50, seed: 1);

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/traces/")]
    [InlineData("/v1/metrics")]
    public async Task UnservedPath_IsNotFound(string path)
    {
        await using HttpRig rig = await HttpRig.StartAsync(wired: [Signal.Traces]);

        HttpReply reply = await rig.PostAsync(Message, path: path);

        (reply.Status, reply.ContentType, reply.Text).ShouldBe((404, "text/plain; charset=utf-8", "404 page not found\n"));
        (await rig.PostAsync(Message)).ShouldBeSuccess();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task MethodOtherThanPost_IsNotAllowed(string method)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        HttpReply reply = await rig.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/v1/traces"));

        (reply.Status, reply.ContentType, reply.Text).ShouldBe((405, "text/plain", "405 method not allowed, supported: [POST]"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/grpc")]
    [InlineData(null)]
    public async Task OtherContentType_IsUnsupported(string? contentType)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        HttpReply reply = await rig.PostAsync(Message, contentType);

        (reply.Status, reply.ContentType).ShouldBe((415, "text/plain"));
        reply.Text.ShouldBe("415 unsupported media type, supported: [application/json, application/x-protobuf]");
        rig.Traces.Delivered.ShouldBeEmpty();
    }

    public static TheoryData<Outcome, int, int, string?> Outcomes => new()
    {
        { Outcome.Malformed(WireFault.Truncated, 7), 400, 3, null },
        { new Outcome(OutcomeKind.Exhausted, TimeSpan.Zero, "quota"), 429, 8, "1" },
        { new Outcome(OutcomeKind.Exhausted, TimeSpan.FromSeconds(7), "quota"), 429, 8, "7" },
        { Outcome.Throttled(TimeSpan.FromMilliseconds(1)), 503, 14, "1" },
        { Outcome.Throttled(TimeSpan.FromMilliseconds(2001)), 503, 14, "3" },
        { Outcome.Throttled(TimeSpan.Zero), 503, 14, "1" },
        { Outcome.Retryable("later"), 503, 14, null },
        { Outcome.Retryable("later", TimeSpan.FromSeconds(5)), 503, 14, "5" },
        { Outcome.Permanent("never"), 500, 13, null },
        { Outcome.DeadlineExceeded, 503, 4, null },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Outcome_BecomesTheCollectorsStatus(Outcome outcome, int status, int code, string? retryAfter)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Traces.Verdict = (_, _) => ValueTask.FromResult(outcome);

        HttpReply reply = await rig.PostAsync(Message);

        reply.Status.ShouldBe(status);
        reply.RpcStatus().ShouldBe((code, outcome.Message!));
        reply.Headers.GetValueOrDefault("retry-after").ShouldBe(retryAfter);
    }

    [Fact]
    public async Task Failure_OfAJsonRequest_IsToldInJson()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Traces.Verdict = (_, _) => ValueTask.FromResult(Outcome.Permanent("never \"ever\""));

        HttpReply reply = await rig.PostAsync("""{"resourceSpans":[{"schemaUrl":"x"}]}"""u8.ToArray(), HttpRig.Json);

        (reply.Status, reply.ContentType).ShouldBe((500, HttpRig.Json));
        System.Text.Json.JsonDocument.Parse(reply.Body).RootElement.GetProperty("message").GetString().ShouldBe("never \"ever\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"resourceSpans\":[{")]
    public async Task Json_ThatIsNoRequest_IsBad(string json)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        HttpReply reply = await rig.PostAsync(System.Text.Encoding.UTF8.GetBytes(json), HttpRig.Json);

        (reply.Status, reply.ContentType).ShouldBe((400, HttpRig.Json));
        System.Text.Json.JsonDocument.Parse(reply.Body).RootElement.GetProperty("code").GetInt32().ShouldBe(3);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("malformed", json.Length));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"resourceSpans\":[]}}")]
    public async Task Json_ThatIsEmpty_Succeeds(string json)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        HttpReply reply = await rig.PostAsync(System.Text.Encoding.UTF8.GetBytes(json), HttpRig.Json);

        (reply.Status, reply.Text).ShouldBe((200, """{"partialSuccess":{}}"""));
        rig.Traces.Delivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Room_ThatIsNotThere_IsAskedForLater()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Traces.Admit = _ => Admission.Throttled(TimeSpan.FromSeconds(1.5));

        HttpReply reply = await rig.PostAsync(Message);

        reply.Status.ShouldBe(503);
        reply.Headers["retry-after"].ShouldBe("2");
        reply.RpcStatus().ShouldBe((14, "data refused due to high memory usage"));
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("memory", Message.Length));
    }

    [Fact]
    public async Task Fault_OfOurOwn_IsLoggedAndTold()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Traces.Verdict = (_, _) => throw new InvalidOperationException("bug");

        HttpReply reply = await rig.PostAsync(Message);

        reply.Status.ShouldBe(500);
        reply.RpcStatus().Code.ShouldBe(13);
        rig.Logs.Lines.ShouldHaveSingleItem().ShouldContain("fault of the gateway's own");
    }
}
