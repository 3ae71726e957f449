using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>Real servers that are not what the exporter is for: named for what they are, with the remedy, and tried again.</summary>
public sealed class WrongBackendTests : IDisposable
{
    private static readonly byte[] Request = SampleRequests.Traces(3, seed: 1);

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Plaintext_ToAnHttp1Server_IsToldToUseTheGrpcPort()
    {
        await using HttpSink sink = await HttpSink.StartAsync();

        await ShouldBeWrongAsync(sink.Port, "insecure: true", PeerReason.Http1, "the peer speaks HTTP/1.1, not gRPC: write its gRPC port");
    }

    [Fact]
    public async Task Tls_ToAPlaintextHttp1Server_IsToldToTurnTlsOff()
    {
        await using HttpSink sink = await HttpSink.StartAsync();

        await ShouldBeWrongAsync(
            sink.Port, "insecure_skip_verify: true", PeerReason.Plaintext, "write tls: {insecure: true}, and its gRPC port");
    }

    [Fact]
    public async Task Tls_ToAPlaintextGrpcServer_IsToldToTurnTlsOff()
    {
        using var server = new Testing.Http2.ScriptedServer();
        Task greeting = GreetAsync(server);

        await ShouldBeWrongAsync(
            int.Parse(server.Endpoint[(server.Endpoint.LastIndexOf(':') + 1)..]),
            "insecure_skip_verify: true",
            PeerReason.Plaintext,
            "the peer speaks HTTP/2 in plaintext, and we TLS: write tls: {insecure: true}");
        await greeting;
    }

    [Fact]
    public async Task Tls_ToAServerWithoutHttp2_IsToldToUseTheGrpcPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeTlsAsync(listener);

        await ShouldBeWrongAsync(
            ((IPEndPoint)listener.LocalEndpoint).Port, "insecure_skip_verify: true", PeerReason.Http1,
            "the peer speaks TLS, but not HTTP/2");
        await serving;
    }

    [Fact]
    public async Task Tls_ToAServerOfAnotherAuthority_IsNoWrongPeer()
    {
        await using TlsSink sink = await TlsSink.StartAsync(_certificates.Issue("localhost").Certificate);
        await using OtlpRig rig = OtlpRig.Create($"endpoint: 'localhost:{sink.Port}'");

        (await rig.SendAsync(Signal.Traces, Request)).Message.ShouldContain("certificate");

        ((ICountsConnections)rig.Exporter).Connections.WrongPeers.Total.ShouldBe(0);
        rig.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Counts_AreThereAtZeroFromTheStart()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint);

        ConnectionCounts counts = ((ICountsConnections)rig.Exporter).Connections;

        counts.KnownWrongPeers.ShouldBe(["http1", "tls", "plaintext", "unknown"]);
        counts.KnownLimits.ShouldContain("too_many_pings");
        (counts.WrongPeers.Total + counts.Limited.Total).ShouldBe(0);
    }

    private static async Task ShouldBeWrongAsync(int port, string tls, string reason, string why)
    {
        await using OtlpRig rig = OtlpRig.Create($"endpoint: '127.0.0.1:{port}', compression: none, tls: {{{tls}}}");

        SendResult result = await rig.SendAsync(Signal.Traces, Request);

        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain($"127.0.0.1:{port}");
        result.Message.ShouldContain(why);
        ((ICountsConnections)rig.Exporter).Connections.WrongPeers[reason].ShouldBeGreaterThan(0);
        rig.Log.Lines[0].Message.ShouldBe("The endpoint is no gRPC server");
        rig.Log.Lines[0].Fields["endpoint"].ShouldBe($"127.0.0.1:{port}");
        rig.Log.Lines[0].Fields["speaks"].ShouldBe(reason);
    }

    /// <summary>As grpc-go's server does: SETTINGS at once, and the end when something else than the preface comes.</summary>
    private static async Task GreetAsync(Testing.Http2.ScriptedServer server)
    {
        using Testing.Http2.ScriptedConnection peer = await server.AcceptRawAsync();
        await peer.SettingsAsync();

        // A socket closed over unread bytes is reset, and what it sent may be lost.
        await UntilItEndsAsync(() => peer.ReadRawAsync(1));
    }

    private async Task ServeTlsAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificates.Issue("localhost").Certificate);
        await UntilItEndsAsync(() => stream.ReadExactlyAsync(new byte[1]).AsTask());
    }

    private static async Task UntilItEndsAsync(Func<Task> read)
    {
        try
        {
            while (true)
            {
                await read();
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
