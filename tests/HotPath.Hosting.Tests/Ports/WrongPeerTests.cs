using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Core.Http2;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Hosting.Tests.Requests;
using HotPath.Testing.Http2;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Hosting.Tests.Ports;

/// <summary>Peers that speak what a port does not: told so, logged, counted, and let go.</summary>
public sealed class WrongPeerTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    public static TheoryData<string> Ports { get; } = ["grpc own", "grpc kestrel", "http"];

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task TlsHello_OnAPlaintextPort_IsAnsweredAndCounted(string which)
    {
        await using Port port = await Port.StartAsync(which);
        using var socket = new TcpClient();
        await socket.ConnectAsync(port.Address);
        await using var stream = new SslStream(socket.GetStream());

        await Should.ThrowAsync<Exception>(() => stream.AuthenticateAsClientAsync("localhost").WaitAsync(GrpcRig.Patience));

        port.ShouldHaveTurnedAway(PeerReason.Tls, "speaks=TLS, to a plaintext port; ", "first_bytes=160301");
    }

    [NeedsProgramTheory("curl", "curl")]
    [MemberData(nameof(Ports))]
    public async Task CurlOfHttps_ToAPlaintextPort_EndsAtOnce(string which)
    {
        await using Port port = await Port.StartAsync(which);

        (int exit, string text) = await CurlAsync("-sSk", $"https://{port.Address}/v1/traces", "--data", "x");

        exit.ShouldBe(35, text);
        text.ShouldContain("wrong version number");
        port.ShouldHaveTurnedAway(PeerReason.Tls, "remedy=send to it without TLS", "peer=127.0.0.1:");
    }

    [NeedsProgramTheory("curl", "curl")]
    [MemberData(nameof(Ports))]
    public async Task CurlOfHttp_ToATlsPort_IsToldToUseTls(string which)
    {
        await using Port port = await Port.StartAsync(which, Server());
        string body = _certificates.Write("body", new string('x', 300_000));

        (int exit, string text) =
            await CurlAsync("-sS", "-i", "-H", "Expect:", $"http://{port.Address}/v1/traces", "--data-binary", $"@{body}");

        exit.ShouldBe(0, text);
        text.ShouldStartWith("HTTP/1.1 400");
        text.ShouldContain("this port speaks TLS");
        port.ShouldHaveTurnedAway(PeerReason.Plaintext, "remedy=send to it with TLS", "first_bytes=504F5354202F76312F747261636573");
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task Http2Preface_OnATlsPort_IsAnsweredInHttp2(string which)
    {
        await using Port port = await Port.StartAsync(which, Server());
        using RawHttp2 client = await RawHttp2.ConnectAsync(port.Address);

        (Http2ErrorCode code, int last, string text) = await client.ReadGoAwayAsync();

        (code, last).ShouldBe((Http2ErrorCode.InadequateSecurity, 0));
        text.ShouldStartWith("this port speaks TLS");
        client.EndSending();
        (await client.ReadToEndAsync()).ShouldBeEmpty();
        port.ShouldHaveTurnedAway(PeerReason.Plaintext, "speaks=plaintext, to a TLS port; ", "first_bytes=505249");
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task Garbage_IsAnsweredAndCounted(string which)
    {
        foreach (TlsServerPlan? tls in (TlsServerPlan?[])[null, Server()])
        {
            await using Port port = await Port.StartAsync(which, tls);

            string answer = await AskAsync(port.Address, "SSH-2.0-OpenSSH_9.2\r\n");

            answer.ShouldStartWith("HTTP/1.1 400");
            answer.ShouldEndWith("\r\n\r\nthis port takes OTLP over gRPC and HTTP, and the connection began with neither\n");
            port.ShouldHaveTurnedAway(PeerReason.Unknown, "first_bytes=5353482D322E302D", "peer=127.0.0.1:");
        }
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task Many_AreCountedExactly_AndLoggedAtABoundedRate(string which)
    {
        await using Port port = await Port.StartAsync(which);

        for (int i = 0; i < 25; i++)
        {
            await AskAsync(port.Address, "\u0016\u0003\u0001");
        }

        port.Counts.WrongPeers[PeerReason.Tls].ShouldBe(25);
        port.Logs.Lines.Count.ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task NothingAtAll_IsNoWrongPeer(string which)
    {
        await using Port port = await Port.StartAsync(which);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(port.Address);
        socket.Shutdown(SocketShutdown.Send);

        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        (await socket.ReceiveAsync(new byte[1], patience.Token)).ShouldBe(0);
        port.Counts.WrongPeers.Total.ShouldBe(0);
        port.Logs.Lines.ShouldBeEmpty();
    }

    private TlsServerPlan Server()
    {
        (_, string certFile, string keyFile) = _certificates.Issue("localhost");
        const SslProtocols Both = SslProtocols.Tls12 | SslProtocols.Tls13;
        var material = new TlsMaterialPlan("", default, false, certFile, default, keyFile, default, Both, [], TimeSpan.Zero);
        return new TlsServerPlan(material, "", false, "tls");
    }

    private static async Task<string> AskAsync(IPEndPoint address, string bytes)
    {
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address, patience.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes), patience.Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync(patience.Token);
    }

    private static async Task<(int Exit, string Text)> CurlAsync(params string[] arguments)
    {
        using Process curl = Process.Start(
            new ProcessStartInfo(Programs.Find("curl")!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        await using CancellationTokenRegistration kill = patience.Token.Register(curl.Kill);
        Task<string> errors = curl.StandardError.ReadToEndAsync();
        string text = await curl.StandardOutput.ReadToEndAsync() + await errors;
        await curl.WaitForExitAsync();
        return (curl.ExitCode, text);
    }

    /// <summary>Either host, as these tests see it.</summary>
    private sealed class Port(IAsyncDisposable rig, IReceiverHost host, TestLogs logs, IPEndPoint address) : IAsyncDisposable
    {
        public IPEndPoint Address => address;

        public TestLogs Logs => logs;

        public ConnectionCounts Counts => host.Connections;

        public static async Task<Port> StartAsync(string which, TlsServerPlan? tls = null)
        {
            if (which == "http")
            {
                HttpRig http = await HttpRig.StartAsync(HttpRig.Plan with { Tls = tls });
                return new Port(http, http.Host, http.Logs, http.Address);
            }

            GrpcTransport transport = which == "grpc own" ? GrpcTransport.Own : GrpcTransport.Kestrel;
            GrpcRig grpc = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = tls });
            return new Port(grpc, grpc.Host, grpc.Logs, grpc.Address);
        }

        /// <summary>The counter moves before the answer goes out, and the line is written right behind it.</summary>
        public void ShouldHaveTurnedAway(string reason, params string[] fields)
        {
            Counts.WrongPeers.All.ShouldBe([KeyValuePair.Create(reason, 1L)]);
            string line = logs.Lines.ShouldHaveSingleItem();
            line.ShouldStartWith("Warning: A connection began with another protocol and was turned away");
            foreach (string field in fields)
            {
                line.ShouldContain(field);
            }
        }

        public ValueTask DisposeAsync() => rig.DisposeAsync();
    }
}
