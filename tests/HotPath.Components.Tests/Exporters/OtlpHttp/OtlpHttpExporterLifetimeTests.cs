using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>When an attempt ends, so does its hold on the batch's bytes, however much of them is still unsent.</summary>
public sealed class OtlpHttpExporterLifetimeTests
{
    private static readonly byte[] Large = SampleRequests.Traces(40_000, seed: 1);

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Send_CancelledWhileTheBackendThinks_ThrowsAndHoldsNothing(string compression)
    {
        var release = new TaskCompletionSource();
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"compression: {compression}");
        sink.Script(HttpSinkAnswer.HangUntil(release.Task));
        using var cancel = new CancellationTokenSource();
        Task<SendResult> sent = rig.SendAsync(Large, cancel.Token);
        await sink.WaitForRequestsAsync(1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        rig.OutstandingLeases.ShouldBe(0);
        (await rig.SendAsync(Large)).ShouldBe(SendResult.Delivered, "the exporter is as good as before");
    }

    [Fact]
    public async Task Send_CancelledBeforeItBegan_ThrowsAndHoldsNothing()
    {
        await using OtlpHttpRig rig = OtlpHttpRig.To("http://127.0.0.1:1");
        await Should.ThrowAsync<OperationCanceledException>(rig.SendAsync(Large, new CancellationToken(canceled: true)));
        rig.OutstandingLeases.ShouldBe(0);
    }

    [Fact]
    public async Task Send_PeerStopsReadingAndTheAttemptIsCancelled_HoldsNothingAndClosesTheConnection()
    {
        using var peer = new RawHttpPeer();
        await using OtlpHttpRig rig = OtlpHttpRig.To(peer.Endpoint);
        using var cancel = new CancellationTokenSource();
        Task<SendResult> sent = rig.SendAsync(Large, cancel.Token);
        await peer.AcceptAsync();
        await peer.ReadAsync(10_000);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        rig.OutstandingLeases.ShouldBe(0);
        (await peer.ReadAsync(Large.Length)).Length.ShouldBeLessThan(Large.Length - 10_000, "the stream ends inside the body");
    }

    [Fact]
    public async Task Send_PeerAnswersAndClosesBeforeItHasTheWholeBody_HoldsNothing()
    {
        using var peer = new RawHttpPeer();
        await using OtlpHttpRig rig = OtlpHttpRig.To(peer.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Large);
        await peer.AcceptAsync();
        await peer.ReadAsync(10_000);
        await peer.WriteAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        peer.Dispose();
        (await sent).Status.ShouldNotBe(SendStatus.Delivered);
        rig.OutstandingLeases.ShouldBe(0);
    }
}
