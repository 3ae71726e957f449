using System.Net;
using System.Text;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Requests;

/// <summary><c>auth</c> of servers: who is not known is refused before anything is read, over every stack and protocol of a port.</summary>
public sealed class AuthenticationTests
{
    private const string Bearer = "bearertokenauth";
    private const string Basic = "basicauth";
    private const int Unauthenticated = 16;
    private const int Unimplemented = 12;

    private static readonly byte[] Message = SampleRequests.Traces(spans: 3, seed: 1);

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Grpc_WithoutTheToken_IsRefusedUnread(GrpcTransport transport)
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");

        GrpcReply missing = await rig.Client.ExportAsync(Signal.Traces, Message);
        GrpcReply wrong = await SendAsync(rig, "Bearer wrong");
        GrpcReply right = await SendAsync(rig, "Bearer secret");

        (missing.Status, missing.Message).ShouldBe((Unauthenticated, "missing or empty authorization header: Authorization"));
        (wrong.Status, wrong.Message).ShouldBe((Unauthenticated, "scheme or token does not match"));
        (missing.HttpStatus, missing.TrailersOnly).ShouldBe((200, true));
        right.Status.ShouldBe(0);
        rig.Traces.Refused.Select(static r => r.Reason).ShouldBe([RefuseReason.Unauthenticated, RefuseReason.Unauthenticated]);
        rig.Traces.Asked.Count.ShouldBe(1, "room is asked for one request only");
        rig.Traces.Delivered.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Grpc_BodyThatNeverComes_IsNotWaitedFor(GrpcTransport transport)
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        var never = new TaskCompletionSource();
        GrpcCall call = GrpcCall.Export(Signal.Traces, new byte[8 << 20]) with
        {
            PieceBytes = 1 << 20,
            BeforePiece = sent => sent == 0 ? Task.CompletedTask : never.Task,
        };

        // Some clients read the answer, others see the reset behind it first; either way they are told while the body is under way.
        Task<GrpcReply> sending = rig.Client.SendAsync(call);
        await rig.Traces.WhenRefusedAsync();
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe(RefuseReason.Unauthenticated);
        rig.Traces.Asked.ShouldBeEmpty();
        never.SetResult();
        await sending.WaitAsync(GrpcRig.Patience).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Grpc_PasswordUnderBcrypt_IsCheckedAndRemembered(GrpcTransport transport)
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Basic) }, guard: "token: unused");

        GrpcReply[] replies =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(rig, JoWith(i % 2 == 0 ? Guards.Password : "wrong"))));
        replies.Select(static r => r.Status).ShouldBe(Enumerable.Range(0, 20).Select(i => (int?)(i % 2 == 0 ? 0 : Unauthenticated)));
        (await SendAsync(rig, JoWith(Guards.Password))).Status.ShouldBe(0);

        rig.Traces.Delivered.Count.ShouldBe(11);
        rig.Traces.Delivered.ShouldAllBe(message => message.SequenceEqual(Message));
        rig.Traces.Refused.Count.ShouldBe(10);
        rig.Traces.Asked.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Grpc_SameHeadAfterTheTokenChanged_IsJudgedAnew()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "old");
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: $"filename: {file}");
        (await SendAsync(rig, "Bearer old")).Status.ShouldBe(0);
        (await SendAsync(rig, "Bearer old")).Status.ShouldBe(0);
        (await SendAsync(rig, "Bearer new")).Status.ShouldBe(Unauthenticated);

        await File.WriteAllTextAsync(file, "new");
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await SendAsync(rig, "Bearer old")).Status.ShouldBe(Unauthenticated);
        (await SendAsync(rig, "Bearer new")).Status.ShouldBe(0);
        rig.Client.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Grpc_UnknownMethod_IsToldSo(GrpcTransport transport)
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");

        (await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Path = "/a.B/C" })).Status.ShouldBe(Unimplemented);
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task GrpcPort_TakesHttpOnlyWithTheToken(GrpcTransport transport)
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{rig.Address}") };
        foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            (await PostAsync(client, null, version: version)).Status.ShouldBe(401);
            (await PostAsync(client, "Bearer secret", version: version)).Status.ShouldBe(200);
        }

        rig.HttpTraces.Refused.Count.ShouldBe(2);
        rig.HttpTraces.Delivered.Count.ShouldBe(2);
    }

    [Fact]
    public async Task HttpPort_TakesGrpcOnlyWithTheToken()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        using var client = new GrpcClient(rig.Address.ToString());

        (await client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(Unauthenticated);
        GrpcCall call = GrpcCall.Export(Signal.Traces, Message) with { Headers = [new("authorization", "Bearer secret")] };
        (await client.SendAsync(call)).Status.ShouldBe(0);
        rig.GrpcTraces.Refused.ShouldHaveSingleItem().Reason.ShouldBe(RefuseReason.Unauthenticated);
    }

    [Theory]
    [InlineData("application/json", """{"code":16,"message":"scheme or token does not match"}""")]
    [InlineData("text/plain", """{"code":16,"message":"scheme or token does not match"}""")]
    [InlineData("application/x-protobuf", "\b\u0010\u0012\u001escheme or token does not match")]
    public async Task Http_WrongToken_IsAnsweredInTheRequestsFormat(string contentType, string body)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");

        HttpReply reply = await PostAsync(rig.Client, "Bearer wrong", contentType);

        reply.Status.ShouldBe(401);
        reply.Text.ShouldBe(body);
        reply.Headers["www-authenticate"].ShouldBe("Bearer");
        rig.Traces.Asked.ShouldBeEmpty();
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe((RefuseReason.Unauthenticated, Message.Length));
    }

    [Fact]
    public async Task Http_UnknownPath_IsNotEvenToldThatWithoutTheToken()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");

        (await PostAsync(rig.Client, null, path: "/other")).Status.ShouldBe(401);
        (await PostAsync(rig.Client, "Bearer secret", path: "/other")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Http_PasswordUnderBcrypt_IsCheckedAndRemembered()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Basic) }, guard: "token: unused");

        for (int i = 0; i < 2; i++)
        {
            (await PostAsync(rig.Client, JoWith(Guards.Password))).Status.ShouldBe(200);
            HttpReply reply = await PostAsync(rig.Client, JoWith("wrong"));
            reply.Status.ShouldBe(401);
            reply.Headers["www-authenticate"].ShouldStartWith("Basic realm=");
        }
    }

    [Fact]
    public async Task Http_PreflightOfABrowser_NeedsNoToken()
    {
        var cors = new CorsPlan(["https://a.example"], [], [], 600);
        await using HttpRig rig =
            await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Bearer), Cors = cors }, guard: "token: secret");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/traces");
        request.Headers.Add("Origin", "https://a.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        (await rig.SendAsync(request)).Status.ShouldBe(204);
    }

    private static string JoWith(string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"jo:{password}"));

    private static Task<GrpcReply> SendAsync(GrpcRig rig, string authorization) =>
        rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Headers = [new("authorization", authorization)] });

    private static async Task<HttpReply> PostAsync(
        HttpClient client, string? authorization, string contentType = HttpRig.Protobuf, string path = "/v1/traces",
        Version? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = HttpRig.Body(Message, contentType),
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return await HttpReply.ReadAsync(response);
    }
}
