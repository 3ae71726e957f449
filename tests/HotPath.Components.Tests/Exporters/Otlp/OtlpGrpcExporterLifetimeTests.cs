using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>When an attempt ends, so does its hold on the batch's bytes, however much of them is still unsent.</summary>
public sealed class OtlpGrpcExporterLifetimeTests
{
    private const int Window = 65_535;
    private static readonly byte[] Large = SampleRequests.Traces(2000, seed: 1);

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Send_Cancelled_ThrowsAndHoldsNothing(string compression)
    {
        var release = new TaskCompletionSource();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"compression: {compression}");
        sink.Script(GrpcAnswer.HangUntil(release.Task));
        using var cancel = new CancellationTokenSource();
        Task<SendResult> sent = rig.SendAsync(Signal.Traces, Large, cancel.Token);
        await sink.WaitForRequestsAsync(1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        rig.OutstandingLeases.ShouldBe(0);
        (await rig.SendAsync(Signal.Traces, Large)).ShouldBe(SendResult.Delivered, "the connection is as good as before");
    }

    [Fact]
    public async Task Send_CancelledBeforeItBegan_ThrowsAndHoldsNothing()
    {
        await using OtlpRig rig = OtlpRig.To("127.0.0.1:1");
        await Should.ThrowAsync<OperationCanceledException>(rig.SendAsync(Signal.Traces, Large, new CancellationToken(canceled: true)));
        rig.OutstandingLeases.ShouldBe(0);
    }

    [Fact]
    public async Task Send_PeerStopsReadingAndTheAttemptIsCancelled_ReadsNoByteAfterwards()
    {
        using var peer = new RawHttp2Peer();
        await using OtlpRig rig = OtlpRig.To(peer.Endpoint);
        using var cancel = new CancellationTokenSource();
        Task<SendResult> sent = rig.SendAsync(Signal.Traces, Large, cancel.Token);
        await peer.AcceptAsync();
        int stream = await peer.ReadDataAsync(Window);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        rig.OutstandingLeases.ShouldBe(0);
        await ShouldSendNothingMore(peer, stream);
    }

    [Fact]
    public async Task Send_PeerAnswersBeforeItHasTheWholeBody_TakesTheAnswerAndReadsNoByteAfterwards()
    {
        using var peer = new RawHttp2Peer();
        await using OtlpRig rig = OtlpRig.To(peer.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Signal.Traces, Large);
        await peer.AcceptAsync();
        int stream = await peer.ReadDataAsync(Window);
        await peer.AnswerAsync(stream, grpcStatus: 14);
        (await sent).Reason.ShouldBe("unavailable");
        rig.OutstandingLeases.ShouldBe(0);
        await ShouldSendNothingMore(peer, stream);
    }

    /// <summary>Opens every window wide; what still comes of that stream is its reset, if anything.</summary>
    private static async Task ShouldSendNothingMore(RawHttp2Peer peer, int stream)
    {
        await peer.GrantAsync(stream, 10_000_000);
        await peer.GrantAsync(0, 10_000_000);
        await peer.PingAsync();
        bool wasReset = false;
        while (true)
        {
            (byte type, byte flags, int from, byte[] payload) = await peer.ReadAsync();
            wasReset |= type == RawHttp2Peer.RstStream && from == stream;
            (type == RawHttp2Peer.Data && payload.Length > 0).ShouldBeFalse();
            if (type == RawHttp2Peer.Ping && flags == 1)
            {
                break;
            }
        }

        wasReset.ShouldBeTrue("the peer is told that the rest will not come");
    }
}
