using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Ports;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HotPath.Hosting.Http;

/// <summary>
/// The HTTP port of one <c>otlp</c> receiver: Kestrel's HTTP/1.1 and HTTP/2, and OTLP/HTTP on top. gRPC is served, too, over Kestrel's
/// HTTP/2.
/// </summary>
public sealed class HttpHost : PortHost
{
    /// <summary>Requests that one HTTP/2 connection may have in flight, as in Go's server.</summary>
    private const int MaxConcurrentStreams = 250;

    /// <summary>Makes a host; it does nothing before it is started.</summary>
    /// <param name="receiver">The receiver, with an HTTP server.</param>
    /// <param name="context">Its surroundings.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public HttpHost(OtlpReceiverPlan receiver, ReceiverHostContext context)
        : base(receiver, isGrpc: false, context)
    {
    }

    /// <inheritdoc/>
    public override string Protocol => "HTTP";

    private protected override void Configure(KestrelServerOptions kestrel)
    {
        base.Configure(kestrel);
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxConcurrentStreams;
    }

    private protected override void Configure(ListenOptions listen)
    {
        var gate = new PeerGate(Peers, HeaderTimeout, Time);
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => gate.RunAsync(connection, next));
        TlsListen.Use(listen, Tls);
    }
}
