using System.Net;
using System.Net.Sockets;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Http2;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>Backoff, waiting, keepalive and proxies, on a clock of the test's own.</summary>
public sealed class ReconnectTests
{
    private static readonly byte[] Message = TransportRig.Bytes(100, seed: 1);

    [Theory]
    [InlineData(1, 0.5, 1.0)]
    [InlineData(1, 0.0, 0.8)]
    [InlineData(2, 0.5, 1.6)]
    [InlineData(3, 0.5, 2.56)]
    [InlineData(30, 0.5, 120.0)]
    [InlineData(1000, 0.999999999, 144.0)]
    public void After_Failures_IsGrpcs(int failures, double random, double seconds) =>
        ReconnectBackoff.After(failures, random).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public async Task Refused_FailsAtOnceUntilThePauseIsOver_ThenConnects()
    {
        var clock = new FakeClock();
        using var port = new ReservedPort();
        await using var rig = new TransportRig(port.Endpoint, time: clock);
        (await rig.SendAsync(Message)).Message.ShouldContain("Connection refused");
        await using Testing.Grpc.GrpcSink sink = await Testing.Grpc.GrpcSink.StartAsync(port.Number);
        (await rig.SendAsync(Message)).Reason.ShouldBe("unavailable", "as in grpc-go, the pause is not cut short");
        sink.Requests.ShouldBeEmpty();
        await clock.WhenArmedAsync();
        clock.Advance(TimeSpan.FromSeconds(1.3));
        (await rig.SendAsync(Message)).Reason.ShouldNotBe("unavailable");
    }

    [Fact]
    public async Task Refused_WaitForReady_WaitsForTheBackend()
    {
        var clock = new FakeClock();
        using var port = new ReservedPort();
        await using var rig = new TransportRig(port.Endpoint, ", wait_for_ready: true", clock);
        Task<SendResult> sent = rig.SendAsync(Message);

        // It was refused: what is due next is no more the 20 s that connecting may take, but the pause of about a second.
        TimeSpan pause = TimeSpan.FromSeconds(2);
        SpinWait.SpinUntil(() => clock.NextDue < pause, TimeSpan.FromSeconds(60)).ShouldBeTrue($"next due: {clock.NextDue}");
        await using Testing.Grpc.GrpcSink sink = await Testing.Grpc.GrpcSink.StartAsync(port.Number);
        sent.IsCompleted.ShouldBeFalse();
        clock.Advance(pause);

        (await sent).Reason.ShouldNotBe("unavailable");
    }

    [Fact]
    public async Task WaitForReady_StillEndsWhenTheCallerGivesUp()
    {
        using var port = new ReservedPort();
        await using var rig = new TransportRig(port.Endpoint, ", wait_for_ready: true");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(rig.SendAsync(Message, cancel.Token));
    }

    [Fact]
    public async Task Keepalive_SilentPeer_IsPingedAndThenLeft()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint, ", keepalive: {time: 20s, timeout: 5s}", clock);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        await peer.ReadRequestAsync();
        await ShouldHaveReadAllAsync(peer);
        await clock.WhenArmedAsync();
        clock.Advance(TimeSpan.FromSeconds(21));
        (await peer.ReadUntilAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.None);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await sent).Message.ShouldContain("did not answer a ping within 5 s");
    }

    [Fact]
    public async Task CallGivenUp_PeerAnswersNoPing_IsLeftForAnotherConnection()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        var rig = new TransportRig(server.Endpoint, time: clock);
        await using (rig)
        {
            using var timeout = new CancellationTokenSource();
            Task<SendResult> first = rig.SendAsync(Message, timeout.Token);
            using ScriptedConnection vanished = await server.AcceptAsync();
            await vanished.ReadRequestAsync();
            await ShouldHaveReadAllAsync(vanished);
            await timeout.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(first);
            await vanished.ReadUntilAsync(FrameType.Ping);

            // Half a frame is no sign of life.
            await vanished.WriteRawAsync([0, 0, 5, 0, 0]);
            clock.Advance(Http2Windows.PingTimeout);
            Task<SendResult> second = rig.SendAsync(Message);
            using ScriptedConnection other = await server.AcceptAsync();
            await other.AnswerAsync(await other.ReadRequestAsync());

            (await second).ShouldBe(SendResult.Delivered);
        }

        // A connection's end is told of when nothing of it runs any more.
        rig.Counts.Limited["ping_timeout"].ShouldBe(1);
    }

    [Fact]
    public async Task CallsGivenUp_PeerThatIsSlow_IsKeptAndPingedRarely()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint, time: clock);
        using ScriptedConnection slow = await GiveUpAsync(rig, server.AcceptAsync());
        (_, byte[] ping) = await slow.ReadUntilAsync(FrameType.Ping);
        await slow.WriteAsync(FrameType.Ping, FrameFlags.Ack, 0, ping);
        await ShouldHaveReadAllAsync(slow);
        clock.Advance(Http2Windows.PingTimeout);
        await GiveUpAsync(rig, Task.FromResult(slow));
        await GiveUpAsync(rig, Task.FromResult(slow));
        Task<SendResult> answered = rig.SendAsync(Message);
        await slow.AnswerAsync(await slow.ReadRequestAsync());
        (await answered).ShouldBe(SendResult.Delivered);
        slow.Frames.Count(static frame => frame.Type == FrameType.Ping && !frame.Has(FrameFlags.Ack)).ShouldBe(1);

        await GiveUpAsync(rig, Task.FromResult(slow));
        (await slow.ReadUntilAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.None, "an answer came in between");
    }

    [Fact]
    public async Task Keepalive_WithoutCalls_PingsOnlyIfPermitted()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint, ", keepalive: {time: 20s, permit_without_stream: true}", clock);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        await peer.AnswerAsync(await peer.ReadRequestAsync());
        (await sent).ShouldBe(SendResult.Delivered);
        await clock.WhenArmedAsync();
        clock.Advance(TimeSpan.FromSeconds(21));
        await peer.ReadUntilAsync(FrameType.Ping);
        await peer.WriteAsync(FrameType.Ping, FrameFlags.Ack, 0, "keepaliv"u8.ToArray());
    }

    [Theory]
    [InlineData("http://proxy.example:3128", "", "tempo.example", 4317, "proxy.example:3128")]
    [InlineData("proxy.example:3128", "", "tempo.example", 4317, "proxy.example:3128")]
    [InlineData("http://proxy.example:3128", "other.example, .example.org", "tempo.example", 4317, "proxy.example:3128")]
    [InlineData("http://proxy.example:3128", "*", "tempo.example", 4317, null)]
    [InlineData("http://proxy.example:3128", "tempo.example", "tempo.example", 4317, null)]
    [InlineData("http://proxy.example:3128", "example", "tempo.example", 4317, null)]
    [InlineData("http://proxy.example:3128", ".example", "tempo.example", 4317, null)]
    [InlineData("http://proxy.example:3128", ".tempo.example", "tempo.example", 4317, "proxy.example:3128")]
    [InlineData("http://proxy.example:3128", "tempo.example:4317", "tempo.example", 4317, null)]
    [InlineData("http://proxy.example:3128", "tempo.example:4318", "tempo.example", 4317, "proxy.example:3128")]
    [InlineData("http://proxy.example:3128", "10.0.0.0/8", "10.1.2.3", 4317, null)]
    [InlineData("http://proxy.example:3128", "10.1.2.3", "10.1.2.3", 4317, null)]
    [InlineData("http://proxy.example:3128", "10.1.2.4", "10.1.2.3", 4317, "proxy.example:3128")]
    [InlineData("http://proxy.example:3128", "", "localhost", 4317, null)]
    [InlineData("http://proxy.example:3128", "", "127.0.0.1", 4317, null)]
    [InlineData("", "", "tempo.example", 4317, null)]
    public void Proxy_IsChosenAsGoDoes(string https, string no, string host, int port, string? expected) =>
        (ProxySettings.For(name => name == "HTTPS_PROXY" ? https : name == "no_proxy" ? no : null, host, port)?.ToString())
            .ShouldBe(expected);

    [Fact]
    public async Task Proxy_IsAskedForATunnelWithItsPassword()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var proxy = new ProxySettings("127.0.0.1", 1, Convert.ToBase64String("me:secret"u8));
        proxy.ToString().ShouldNotContain("secret");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint);
        using Socket peer = await listener.AcceptSocketAsync();
        Task opened = ProxyTunnel.OpenAsync(socket, proxy, "tempo.example:4317", CancellationToken.None);
        var buffer = new byte[1000];
        string request = System.Text.Encoding.ASCII.GetString(buffer, 0, await peer.ReceiveAsync(buffer));
        request.ShouldBe(
            "CONNECT tempo.example:4317 HTTP/1.1\r\nHost: tempo.example:4317\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
        await peer.SendAsync("HTTP/1.1 200 Connection established\r\n\r\nrest"u8.ToArray());
        await opened;
        (await socket.ReceiveAsync(buffer)).ShouldBe(4, "what follows the answer is the target's");
        Task refused = ProxyTunnel.OpenAsync(socket, proxy, "tempo.example:4317", CancellationToken.None);
        await peer.SendAsync("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"u8.ToArray());
        (await Should.ThrowAsync<IOException>(refused)).Message.ShouldContain("407");
    }

    /// <summary>A PING of the peer's own, whose answer tells that what was before it has been read.</summary>
    private static async Task ShouldHaveReadAllAsync(ScriptedConnection peer)
    {
        await peer.WriteAsync(FrameType.Ping, FrameFlags.None, 0, [1, 2, 3, 4, 5, 6, 7, 8]);
        (await peer.ReadUntilAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.Ack);
    }

    private static async Task<ScriptedConnection> GiveUpAsync(TransportRig rig, Task<ScriptedConnection> connecting)
    {
        using var timeout = new CancellationTokenSource();
        Task<SendResult> sent = rig.SendAsync(Message, timeout.Token);
        ScriptedConnection connection = await connecting;
        await connection.ReadRequestAsync();
        await timeout.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        return connection;
    }
}
