using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Ports;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// The gRPC port of one <c>otlp</c> receiver: our own HTTP/2 or Kestrel's, and our own gRPC on top. OTLP/HTTP is served, too, by Kestrel.
/// </summary>
public sealed class GrpcHost : PortHost
{
    private readonly PeerGate _gate;
    private readonly Http2Service? _http2;

    /// <summary>Makes a host; it does nothing before it is started.</summary>
    /// <param name="receiver">The receiver, with a gRPC server.</param>
    /// <param name="context">Its surroundings.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public GrpcHost(OtlpReceiverPlan receiver, ReceiverHostContext context)
        : base(receiver, isGrpc: true, context)
    {
        bool isOwn = GrpcPlan.Transport == GrpcTransport.Own;
        _gate = new PeerGate(Peers, Tls is null ? Limits.PrefaceTimeout : TlsListen.PatienceFor(Limits), Time);
        _http2 = isOwn ? new Http2Service(GrpcPlan, Grpc, Http.Routes, _gate, Peers) : null;
    }

    /// <inheritdoc/>
    public override string Protocol => "GRPC";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _http2?.Dispose();
    }

    private protected override void Configure(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = GrpcPlan.ReadBufferBytes;
        sockets.MaxWriteBufferSize = GrpcPlan.WriteBufferBytes;

        // Our loop never blocks, so it may run where the bytes arrive: from socket to queue and back without a change of thread.
        sockets.UnsafePreferInlineScheduling = _http2 is not null;
    }

    private protected override void Configure(KestrelServerOptions kestrel)
    {
        base.Configure(kestrel);
        kestrel.Limits.Http2.MaxStreamsPerConnection = GrpcPlan.MaxConcurrentStreams;
        if (_http2 is not null)
        {
            // Kestrel serves OTLP/HTTP only, some of it on connections that were handed over to it.
            kestrel.AllowResponseHeaderCompression = false;
            return;
        }

        GrpcKeepalivePlan keepalive = GrpcPlan.Keepalive;
        kestrel.Limits.KeepAliveTimeout = KestrelTime.Finite(keepalive.MaxConnectionIdle);
        kestrel.Limits.Http2.KeepAlivePingDelay = KestrelTime.Finite(keepalive.Time);
        kestrel.Limits.Http2.KeepAlivePingTimeout = KestrelTime.Finite(keepalive.Timeout);
    }

    private protected override void Configure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        if (_http2 is null || Tls is not null)
        {
            listen.Use(next => connection => _gate.RunAsync(connection, next));
        }

        if (_http2 is not null)
        {
            // TLS, if any, ends before our framing begins. What is no gRPC goes on to Kestrel.
            TlsListen.Use(listen, Tls);
            listen.Use(next => connection => _http2.RunAsync(connection, next));
            return;
        }

        GrpcKeepalivePlan keepalive = GrpcPlan.Keepalive;
        var age = new ConnectionAge(keepalive.MaxConnectionAge, keepalive.MaxConnectionAgeGrace, Time);
        listen.Use(next => connection => age.RunAsync(connection, next));
        TlsListen.Use(listen, Tls);
    }
}
