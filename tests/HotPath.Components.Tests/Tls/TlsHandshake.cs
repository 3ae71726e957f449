using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using HotPath.Components.Exporters.Shared;
using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Testing;
using HotPath.Testing.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Tls;

/// <summary>Handshakes over a real socket between a server's and a client's <c>tls</c> block, each from its YAML.</summary>
internal static class TlsHandshake
{
    public const string ServerName = "localhost";

    /// <summary>A server's block that shows an identity, with more keys.</summary>
    public static TlsServerIdentity Server(TestIdentity shown, string keys = "")
    {
        ConfigMap map = Read($"{{tls: {{{Pair(shown)}{keys}}}}}", out ConfigErrors errors);
        TlsServerPlan plan = TlsServerConfig.Read(map)!;
        errors.Errors.ShouldBeEmpty();
        return new TlsServerIdentity(plan, [SslApplicationProtocol.Http2], new FakeClock(), NullLogger.Instance);
    }

    /// <summary>A client's block that shows an identity, if there is one, with more keys.</summary>
    public static TlsClientIdentity Client(TestIdentity? shown, string keys)
    {
        ConfigMap map = Read($"{{{(shown is null ? "" : Pair(shown))}{keys}}}", out ConfigErrors errors);
        TlsClientPlan plan = TlsClientConfig.Read(map, out _, out _);
        errors.Errors.ShouldBeEmpty();
        return new TlsClientIdentity(plan, "exporters::otlp::tls", new FakeClock(), NullLogger.Instance, static options =>
        {
            options.ApplicationProtocols = [SslApplicationProtocol.Http2];
            options.TargetHost = ServerName;
        });
    }

    /// <summary>PEM as a value of YAML.</summary>
    public static string Text(string pem) => $"\"{pem.ReplaceLineEndings("\\n")}\"";

    /// <summary>Lets one meet the other.</summary>
    public static async Task<TlsMeeting> MeetAsync(TlsServerIdentity server, TlsClientIdentity client)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var outgoing = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await outgoing.ConnectAsync(listener.LocalEndPoint!);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var serverStream = new SslStream(new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
        await using var clientStream = new SslStream(new NetworkStream(outgoing, ownsSocket: true));
        Task<string?> served = TryAsync(serverStream, serverStream.AuthenticateAsServerAsync(server.Current(), patience.Token));
        Task<string?> connected = TryAsync(clientStream, clientStream.AuthenticateAsClientAsync(client.Current(), patience.Token));
        return await served is null & await connected is null
            ? new TlsMeeting(null, null, clientStream.SslProtocol, clientStream.NegotiatedCipherSuite)
            : new TlsMeeting(await served, await connected, default, default);
    }

    private static string Pair(TestIdentity shown) => $"cert_pem: {Text(shown.CertPem)}, key_pem: {Text(shown.KeyPem)}, ";

    private static async Task<string?> TryAsync(SslStream stream, Task handshake)
    {
        try
        {
            await handshake;
            return null;
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            // The other side waits for what this one would have said.
            await stream.DisposeAsync();
            return refused.Message;
        }
    }

    private static ConfigMap Read(string yaml, out ConfigErrors errors)
    {
        errors = new ConfigErrors();
        return new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors);
    }
}
