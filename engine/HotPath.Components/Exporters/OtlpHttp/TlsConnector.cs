using System.Net.Security;
using System.Net.Sockets;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// Opens TLS connections to a server under a name of its own: .NET's client takes the name from the Host header, and would ask for that one
/// and check it. Thread-safe.
/// </summary>
internal sealed class TlsConnector
{
    private readonly Func<SslClientAuthenticationOptions> _options;

    /// <summary>Makes a connector.</summary>
    /// <param name="options">The options for one handshake, complete.</param>
    public TlsConnector(Func<SslClientAuthenticationOptions> options) => _options = options;

    /// <summary>Adds to the options what only the connector knows.</summary>
    /// <param name="options">The options.</param>
    /// <param name="serverName">The name that TLS asks for and checks.</param>
    /// <param name="http2">True: offer HTTP/2 too.</param>
    public static void Complete(SslClientAuthenticationOptions options, string serverName, bool http2)
    {
        options.TargetHost = serverName;
        options.ApplicationProtocols =
            http2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11];
    }

    /// <summary>Opens one connection; what goes wrong is .NET's client's to wrap.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(_options(), cancel);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
