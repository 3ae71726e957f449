using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>Addresses, and connections before and after their requests.</summary>
public abstract class ListeningTests(GrpcTransport transport)
{
    public sealed class OverOwn() : ListeningTests(GrpcTransport.Own);

    public sealed class OverKestrel() : ListeningTests(GrpcTransport.Kestrel);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    public async Task Start_OnEachFormOfHost_ServesLoopback(string host)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, At(host, 0));

        (await rig.Client.ExportAsync(Signal.Traces, [])).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Start_OnAPortThatIsTaken_NamesTheAddressAndItsPlace()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ListenException fault = await Should.ThrowAsync<ListenException>(() => GrpcRig.StartAsync(transport, At("127.0.0.1", port)));

        fault.Message.ShouldBe(
            $"receiver otlp/in cannot listen on 127.0.0.1:{port} (protocols::grpc::endpoint, gateway.yaml:5:19): "
            + $"something listens there already; stop it, or take another port than {port}");
    }

    [Fact]
    public async Task Start_OnAnAddressOfAnotherMachine_SaysSo()
    {
        ListenException fault = await Should.ThrowAsync<ListenException>(() => GrpcRig.StartAsync(transport, At("192.0.2.1", 0)));

        fault.Message.ShouldContain("192.0.2.1 is not an address of this machine");
    }

    [Fact]
    public async Task Start_OnANameThatIsNotKnown_SaysSo()
    {
        ListenException fault =
            await Should.ThrowAsync<ListenException>(() => GrpcRig.StartAsync(transport, At("no-such-host.invalid", 0)));

        fault.Message.ShouldContain("the name no-such-host.invalid is not known");
    }

    [Fact]
    public async Task Http1_IsAnsweredInItsOwnWords()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        string answer = await AskAsync(rig, "GET / HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 404");
        answer.ShouldContain("404 page not found");
        rig.Logs.Lines.ShouldBeEmpty("a probe is no sender");
    }

    [Fact]
    public async Task Connection_WithoutAPreface_IsCutInTime()
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, limits: GrpcRig.Limits with { PrefaceTimeout = TimeSpan.FromSeconds(5) });
        using Socket socket = await ConnectAsync(rig);
        await rig.Clock.WhenArmedAsync(2);

        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        await ShouldEndAsync(socket);
        rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create("preface_timeout", 1L)]);
    }

    [Fact]
    public async Task PrefaceTimeout_OfTheServer_IsItsOwn()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { PrefaceTimeout = TimeSpan.FromSeconds(5) });
        using Socket socket = await ConnectAsync(rig);
        await rig.Clock.WhenArmedAsync(2);

        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        await ShouldEndAsync(socket);
        rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create("preface_timeout", 1L)]);
    }

    [Fact]
    public async Task Connection_AtItsMaximumAge_IsAskedToEndAndItsRequestsFinish()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, Aged(TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan));
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, gone) =>
        {
            entered.TrySetResult();
            await release.Task.WaitAsync(gone);
            return Engine.Pipeline.Outcome.Ok;
        };
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);
        await probe.SendExportAsync(streamId: 1, new byte[10]);
        await entered.Task.WaitAsync(GrpcRig.Patience);

        rig.Clock.Advance(TimeSpan.FromSeconds(110));

        (await probe.ReadUntilAsync(Http2Probe.GoAway)).ShouldNotContain(Http2Probe.RstStream);
        release.SetResult();
        (await probe.ReadToEndAsync()).ShouldContain(Http2Probe.Headers);
    }

    [Fact]
    public async Task Connection_PastTheGraceOfItsAge_IsCut()
    {
        // A body may pause for as long as it likes: or it would be refused before the connection is cut.
        await using GrpcRig rig = await GrpcRig.StartAsync(
            transport,
            Aged(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10)),
            GrpcRig.Limits with { BodyRateWindow = TimeSpan.FromDays(1) });
        var pause = new TaskCompletionSource();
        GrpcCall call = GrpcCall.Export(Signal.Traces, new byte[100]) with { PieceBytes = 50 };
        Task<GrpcReply> reply = rig.Client.SendAsync(call with { BeforePiece = sent => sent > 0 ? pause.Task : Task.CompletedTask });
        await rig.Traces.WhenAskedAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(110));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<HttpRequestException>(() => reply);
    }

    [Fact]
    public async Task Connection_IsToldItsLimits()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            transport, GrpcRig.Plan with { MaxConcurrentStreams = 77 }, GrpcRig.Limits with { StreamWindowBytes = 300_000 });
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        await probe.ReadUntilAsync(Http2Probe.Settings);

        // RFC 9113 section 6.5: identifier (2), value (4). 3 is MAX_CONCURRENT_STREAMS, 4 INITIAL_WINDOW_SIZE.
        Dictionary<int, int> settings = probe.Payload.Chunk(6)
            .ToDictionary(s => (int)BinaryPrimitives.ReadInt16BigEndian(s), s => BinaryPrimitives.ReadInt32BigEndian(s.AsSpan(2)));
        settings[3].ShouldBe(77);
        settings[4].ShouldBe(300_000);
    }

    [Fact]
    public async Task Buffers_AfterALoad_ShrinkAgain()
    {
        // The clock may have to be moved far: no pings of ours, which nobody would have the time to answer.
        await using GrpcRig rig = await GrpcRig.StartAsync(
            transport, With(GrpcKeepalivePlan.Default with { Time = Timeout.InfiniteTimeSpan }));
        byte[] message = new byte[400_000];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => rig.Client.ExportAsync(Signal.Traces, message)));
        long peak = rig.Host.BufferBytes;

        // The last blocks are given back behind the answers that the clients have by now.
        bool shrinks = SpinWait.SpinUntil(
            () =>
            {
                rig.Clock.Advance(2 * BlockPoolFactory.TrimInterval);
                return rig.Host.BufferBytes <= 4 * GrpcRig.Limits.BlockBytes;
            },
            GrpcRig.Patience);

        shrinks.ShouldBeTrue($"{rig.Host.BufferBytes} bytes of {peak} are left");
        peak.ShouldBeGreaterThan(rig.Host.BufferBytes);
    }

    private static GrpcServerPlan With(GrpcKeepalivePlan keepalive) => GrpcRig.Plan with { Keepalive = keepalive };

    private static GrpcServerPlan At(string host, int port) =>
        GrpcRig.Plan with { Address = new NetworkAddress(host, port, new ConfigPosition("gateway.yaml", 5, 19)) };

    private static GrpcServerPlan Aged(TimeSpan age, TimeSpan grace) =>
        With(GrpcKeepalivePlan.Default with { MaxConnectionAge = age, MaxConnectionAgeGrace = grace });

    private static async Task<Socket> ConnectAsync(GrpcRig rig)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(rig.Address);
        return socket;
    }

    private static async Task<string> AskAsync(GrpcRig rig, string request)
    {
        using Socket socket = await ConnectAsync(rig);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        byte[] answer = new byte[4096];
        int filled = 0;
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        while (await socket.ReceiveAsync(answer.AsMemory(filled), patience.Token) is > 0 and int read)
        {
            filled += read;
        }

        return Encoding.ASCII.GetString(answer, 0, filled);
    }

    private static async Task ShouldEndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        try
        {
            (await socket.ReceiveAsync(new byte[1], patience.Token)).ShouldBe(0);
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }
    }
}
