using HotPath.Components.Tests.Exporters.Otlp;
using HotPath.Components.Tests.Exporters.OtlpHttp;
using HotPath.Components.Tests.Extensions.Shared;
using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary><c>auth</c> of exporters: what goes over the wire, when it changes, and what a backend's refusal means.</summary>
public sealed class ExporterAuthTests
{
    private const string Setter =
        "headers: [{action: upsert, key: X-Scope-OrgID, value: shop}, {action: insert, key: Authorization, value: Bearer secret}]";

    private static readonly byte[] Request = SampleRequests.Traces(spans: 3, seed: 1);

    [Theory]
    [InlineData("own")]
    [InlineData("httpclient")]
    public async Task Grpc_Request_CarriesTheCredentialsBesidesItsHeaders(string transport)
    {
        using Authenticators auth = Start("headers_setter", Setter, new FakeClock());
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(
            sink.Endpoint,
            $"compression: none, headers: {{a: b}}, hotpath: {{transport: {transport}}}, auth: {{authenticator: headers_setter}}", auth);

        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);
        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);

        foreach (GrpcSinkRequest request in sink.Requests)
        {
            request.Headers["x-scope-orgid"].ShouldBe("shop");
            request.Headers["authorization"].ShouldBe("Bearer secret");
            request.Headers["a"].ShouldBe("b");
        }
    }

    [Theory]
    [InlineData("own")]
    [InlineData("httpclient")]
    public async Task Grpc_TokenThatChanges_ChangesTheNextRequest(string transport)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "old");
        var clock = new FakeClock();
        using Authenticators auth = Start("bearertokenauth", $"filename: {file}", clock);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(
            sink.Endpoint, $"compression: none, hotpath: {{transport: {transport}}}, auth: {{authenticator: bearertokenauth}}", auth);
        sink.Answer = request => request.Headers["authorization"] == "Bearer old" ? GrpcAnswer.Ok : GrpcAnswer.Error(16, "no");

        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);
        await File.WriteAllTextAsync(file, "new");
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        SendResult refused = await rig.SendAsync(Signal.Traces, Request);

        sink.Requests[^1].Headers["authorization"].ShouldBe("Bearer new");
        (refused.Status, refused.Reason).ShouldBe((SendStatus.Permanent, "unauthenticated"), "nothing else could be sent");
    }

    [Fact]
    public async Task Http_TokenThatIsRefusedAndReplaced_IsWorthAnotherAttempt()
    {
        int given = 0;
        await using ConfigServer tokens = await ConfigServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/json";
            byte[] body = System.Text.Encoding.UTF8.GetBytes($$"""{"access_token": "t{{Interlocked.Increment(ref given)}}"}""");
            return http.Response.Body.WriteAsync(body).AsTask();
        });
        var clock = new FakeClock();
        using Authenticators auth = Start("oauth2client", $"client_id: me, client_secret: s, token_url: '{tokens.Url}'", clock);
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, "auth: {authenticator: oauth2client}", authenticators: auth);
        (await rig.SendAsync(Request)).ShouldBe(SendResult.Delivered);

        clock.Advance(TimeSpan.FromMinutes(10));
        sink.Answer = request => request.Headers["authorization"] == "Bearer t2" ? HttpSinkAnswer.Ok : HttpSinkAnswer.Error(401);
        SendResult first = await rig.SendAsync(Request);
        SendResult second = await rig.SendAsync(Request);
        sink.Answer = static _ => HttpSinkAnswer.Error(401);
        SendResult third = await rig.SendAsync(Request);

        (first.Status, first.Reason).ShouldBe((SendStatus.Retryable, "http_401"));
        second.ShouldBe(SendResult.Delivered);
        third.Status.ShouldBe(SendStatus.Permanent, "the token was new");
        sink.Requests.Select(static r => r.Headers["authorization"]).ShouldBe(["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]);
    }

    [Fact]
    public async Task Http_Request_HasEachHeaderOnce_WhateverTheCredentialsWereBefore()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, "old");
        var clock = new FakeClock();
        using Authenticators auth = Start("basicauth", $"client_auth: {{username: jo, password_file: {file}}}", clock);
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(
            sink.Endpoint, "compression: gzip, headers: {x-tenant: shop, Content-Language: en}, auth: {authenticator: basicauth}",
            authenticators: auth);

        (await rig.SendAsync(Request)).ShouldBe(SendResult.Delivered);
        await File.WriteAllTextAsync(file, "new");
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        (await rig.SendAsync(Request)).ShouldBe(SendResult.Delivered);

        sink.Requests.Select(static r => r.Headers["authorization"]).ShouldBe(["Basic am86b2xk", "Basic am86bmV3"]);
        string Others(int i) => string.Join('\n', sink.Requests[i].Headers
            .Where(static h => h.Key != "authorization")
            .Select(static h => $"{h.Key}: {h.Value}")
            .Order());
        Others(1).ShouldBe(Others(0));
    }

    [Fact]
    public async Task Credentials_ThatCannotBeHad_FailTheAttemptForLater()
    {
        using Authenticators auth =
            Start("oauth2client", "client_id: me, client_secret: s, token_url: 'http://127.0.0.1:1/t'", new FakeClock());
        await using OtlpHttpRig http = OtlpHttpRig.To("http://127.0.0.1:1", "auth: {authenticator: oauth2client}", authenticators: auth);
        await using OtlpRig grpc = OtlpRig.To("127.0.0.1:1", "auth: {authenticator: oauth2client}", auth);

        foreach (SendResult result in new[] { await http.SendAsync(Request), await grpc.SendAsync(Signal.Traces, Request) })
        {
            (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unauthenticated"));
            result.Message.ShouldStartWith("failed to get security token from token endpoint (endpoint \"http://127.0.0.1:1/t\"): ");
        }
    }

    private static Authenticators Start(string type, string keys, FakeClock clock)
    {
        var plan = AuthRig.Read(type, keys, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        return Authenticators.Start([plan], new DataPathOptions { Time = clock });
    }
}
