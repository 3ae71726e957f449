using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Tests.Grpc;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>What Kestrel's HTTP/2 does in time: its own clock measures it, in real seconds.</summary>
public sealed class KestrelClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Connection_WithoutRequestsForItsMaximum_IsClosedInGoodOrder()
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { MaxConnectionIdle = Second });
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        (await probe.ReadToEndAsync()).ShouldContain(Http2Probe.GoAway);
    }

    [Fact]
    public async Task Connection_WithoutRequests_IsKept()
    {
        // The server's pings are the test's clock: each comes with a tick of Kestrel's, at which it could close an idle connection.
        await using GrpcRig rig =
            await StartAsync(GrpcKeepalivePlan.Default with { Time = Second, Timeout = TimeSpan.FromMinutes(5) });
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        for (int ping = 0; ping < 3; ping++)
        {
            (await probe.ReadUntilAsync(Http2Probe.Ping)).ShouldNotContain(Http2Probe.GoAway);
            await probe.SendAsync(Http2Probe.Ping, Http2Probe.Ack, 0, probe.Payload);
        }

        await probe.SendExportAsync(streamId: 1, [0]);
        (await probe.ReadUntilAsync(Http2Probe.Data)).ShouldNotContain(Http2Probe.GoAway);
    }

    [Fact]
    public async Task Connection_ThatIsSilent_IsPingedAndThenCut()
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { Time = Second, Timeout = Second });
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        IReadOnlyList<byte> frames = await probe.ReadToEndAsync(answerPings: false);

        frames.ShouldContain(Http2Probe.Ping);
        frames[^1].ShouldBe(Http2Probe.GoAway);
    }

    private static Task<GrpcRig> StartAsync(GrpcKeepalivePlan keepalive) =>
        GrpcRig.StartAsync(GrpcTransport.Kestrel, GrpcRig.Plan with { Keepalive = keepalive });
}
