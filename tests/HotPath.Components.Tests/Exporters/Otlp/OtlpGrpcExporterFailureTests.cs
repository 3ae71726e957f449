using System.Net;
using System.Net.Sockets;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>What a backend, or the network, can do wrong, and what that means for a batch.</summary>
public sealed class OtlpGrpcExporterFailureTests
{
    private static readonly byte[] Request = SampleRequests.Traces(20, seed: 1);

    private static async Task<SendResult> SendTo(GrpcAnswer answer)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);
        sink.Script(answer);
        SendResult result = await rig.SendAsync(Signal.Traces, Request);
        sink.Faults.ShouldBeEmpty();

        // Whatever happened to that call, the next one works.
        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);
        return result;
    }

    public static TheoryData<int, bool, string> Codes => new()
    {
        { 1, true, "cancelled" }, { 2, false, "unknown" }, { 3, false, "invalid_argument" }, { 4, true, "deadline_exceeded" },
        { 5, false, "not_found" }, { 6, false, "already_exists" }, { 7, false, "permission_denied" }, { 8, false, "resource_exhausted" },
        { 9, false, "failed_precondition" }, { 10, true, "aborted" }, { 11, true, "out_of_range" }, { 12, false, "unimplemented" },
        { 13, false, "internal" }, { 14, true, "unavailable" }, { 15, true, "data_loss" }, { 16, false, "unauthenticated" },
        { 17, false, "unknown" }, { 4711, false, "unknown" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Send_Status_IsRetriedAsOtlpSays(int status, bool retryable, string reason)
    {
        SendResult result = await SendTo(GrpcAnswer.Error(status, "nö: 100 %"));
        result.Status.ShouldBe(retryable ? SendStatus.Retryable : SendStatus.Permanent);
        result.Reason.ShouldBe(reason);
        result.Message.ShouldEndWith(" desc = nö: 100 %");
        result.RetryAfter.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Send_StatusInHeadersOnly_IsRead()
    {
        SendResult result = await SendTo(GrpcAnswer.Error(3, "bad") with { TrailersOnly = true });
        result.Message.ShouldBe("rpc error: code = InvalidArgument desc = bad");
    }

    [Theory]
    [InlineData(14, SendStatus.Retryable, 2500)]
    [InlineData(8, SendStatus.Retryable, 2500)]
    [InlineData(3, SendStatus.Permanent, 0)]
    public async Task Send_RetryInfo_IsObeyedAndAllowsRetryingResourceExhausted(int status, SendStatus expected, int delayMs)
    {
        SendResult result = await SendTo(GrpcAnswer.Error(status, "later", TimeSpan.FromSeconds(2.5)));
        (result.Status, result.RetryAfter).ShouldBe((expected, TimeSpan.FromMilliseconds(delayMs)));
    }

    [Theory]
    [InlineData(400, SendStatus.Permanent, "internal")]
    [InlineData(401, SendStatus.Permanent, "unauthenticated")]
    [InlineData(403, SendStatus.Permanent, "permission_denied")]
    [InlineData(404, SendStatus.Permanent, "unimplemented")]
    [InlineData(429, SendStatus.Retryable, "unavailable")]
    [InlineData(500, SendStatus.Permanent, "unknown")]
    [InlineData(502, SendStatus.Retryable, "unavailable")]
    [InlineData(503, SendStatus.Retryable, "unavailable")]
    [InlineData(504, SendStatus.Retryable, "unavailable")]
    public async Task Send_HttpStatusOfAProxy_MeansWhatGrpcSaysItMeans(int http, SendStatus status, string reason)
    {
        SendResult result = await SendTo(GrpcAnswer.Ok with { HttpStatus = http });
        (result.Status, result.Reason).ShouldBe((status, reason));
        result.Message.ShouldContain($"unexpected HTTP status code received from server: {http}");
    }

    [Fact]
    public async Task Send_AnswerWithoutAnyStatus_IsNotTakenForSuccess() =>
        (await SendTo(GrpcAnswer.Ok with { OmitStatus = true })).Reason.ShouldBe("unknown");

    [Fact]
    public async Task Send_StreamReset_IsUnavailable() =>
        (await SendTo(GrpcAnswer.Ok with { ResetStream = true })).ShouldSatisfyAllConditions(Unavailable);

    [Fact]
    public async Task Send_ConnectionCut_IsUnavailable() =>
        (await SendTo(GrpcAnswer.Ok with { AbortConnection = true })).ShouldSatisfyAllConditions(Unavailable);

    [Fact]
    public async Task Send_ResponseOfManyMegabytes_IsRefusedUnread()
    {
        SendResult result = await SendTo(GrpcAnswer.Ok with { ResponseBytes = new byte[5 << 20] });
        (result.Status, result.Reason).ShouldBe((SendStatus.Permanent, "resource_exhausted"));
        result.Message.ShouldContain("larger than max 4194304");
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnavailableAndDeliveredOnceSomebodyDoes()
    {
        using var port = new ReservedPort();
        await using OtlpRig rig = OtlpRig.To(port.Endpoint);
        SendResult refused = await rig.SendAsync(Signal.Traces, Request);
        refused.ShouldSatisfyAllConditions(Unavailable);
        refused.Message.ShouldContain(port.Endpoint);
        await using GrpcSink sink = await GrpcSink.StartAsync(port.Number);
        await ShouldDeliverSoon(rig);
    }

    [Fact]
    public async Task Send_BackendGoesAwayAndComesBack_WorksAgain()
    {
        using var port = new ReservedPort();
        GrpcSink first = await GrpcSink.StartAsync(port.Number);
        await using OtlpRig rig = OtlpRig.To(port.Endpoint);
        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);
        await first.DisposeAsync();
        (await rig.SendAsync(Signal.Traces, Request)).ShouldSatisfyAllConditions(Unavailable);
        await using GrpcSink second = await GrpcSink.StartAsync(port.Number);
        await ShouldDeliverSoon(rig);
    }

    [Fact]
    public async Task Send_NameThatDoesNotResolve_IsUnavailable()
    {
        await using OtlpRig rig = OtlpRig.To("no-such-host.invalid:4317");
        (await rig.SendAsync(Signal.Traces, Request)).ShouldSatisfyAllConditions(Unavailable);
    }

    [Fact]
    public async Task Send_PeerThatSpeaksNoHttp2_IsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serve = Task.Run(async () =>
        {
            using TcpClient peer = await listener.AcceptTcpClientAsync();
            await peer.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });
        await using OtlpRig rig = OtlpRig.To($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        (await rig.SendAsync(Signal.Traces, Request)).ShouldSatisfyAllConditions(Unavailable);
        await serve;
    }

    /// <summary>After a failure to connect there is a pause of about a second, in which everything fails at once.</summary>
    private static async Task ShouldDeliverSoon(OtlpRig rig)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        SendResult result;
        while ((result = await rig.SendAsync(Signal.Traces, Request, patience.Token)) != SendResult.Delivered)
        {
            patience.IsCancellationRequested.ShouldBeFalse($"the last attempt ended so: {result}");
            await Task.Delay(50);
        }
    }

    private static void Unavailable(SendResult result)
    {
        (result.Status, result.Reason, result.RetryAfter).ShouldBe((SendStatus.Retryable, "unavailable", TimeSpan.Zero));
        result.Message.ShouldStartWith("rpc error: code = Unavailable desc = ");
    }
}
