using System.Net.Security;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Engine.Auth;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using FrameLimits = HotPath.Core.Http2.Http2Limits;

namespace HotPath.Hosting.Ports;

/// <summary>
/// One port of an <c>otlp</c> receiver: Kestrel's listeners, TLS, and both of OTLP's protocols on top. It owns sockets and framing, and
/// nothing else: where the bytes go is the intakes' business.
/// </summary>
public abstract partial class PortHost : IReceiverHost
{
    private readonly BlockPoolFactory _blocks;
    private readonly KestrelListener _listener;
    private readonly PortApplication _application;

    private protected PortHost(OtlpReceiverPlan receiver, bool isGrpc, ReceiverHostContext context)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(context);
        GrpcServerPlan? grpc = isGrpc ? receiver.Grpc : receiver.GrpcOnHttpPort;
        HttpServerPlan? http = isGrpc ? receiver.HttpOnGrpcPort : receiver.Http;
        ArgumentNullException.ThrowIfNull(grpc, nameof(receiver));
        ArgumentNullException.ThrowIfNull(http, nameof(receiver));
        (Time, GrpcPlan, HttpPlan) = (context.Time, grpc, http);
        Limits = isGrpc && grpc.PrefaceTimeout is { } preface ? context.Limits with { PrefaceTimeout = preface } : context.Limits;
        NetworkAddress address = isGrpc ? grpc.Address : http.Address;
        NetworkAddress? other = isGrpc ? receiver.Http?.Address : receiver.Grpc?.Address;
        TlsServerPlan? tls = isGrpc ? grpc.Tls : http.Tls;
        string key = isGrpc ? "grpc" : "http";
        ILogger log = context.Logs.CreateLogger(GetType().FullName!);
        _blocks = new BlockPoolFactory(Limits.BlockBytes, Time);
        _status = new StatusCell(Time);
        _listener = new KestrelListener(receiver.Id, $"protocols::{key}::endpoint", address, _blocks, context.Logs)
        {
            OnLost = why => _status.Set(ComponentStatus.PermanentError, why),
        };
        Tls = tls is null
            ? null
            : new TlsServerIdentity(tls, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11], Time, log);
        ILogger ofReceiver = log.With(("otelcol.component.id", receiver.Id.ToString()), ("otelcol.component.kind", "receiver"));
        Peers = new PeerLog(isGrpc, Tls is not null, other?.ToString(), address.ToString(), ofReceiver, Time);
        _connections = new ConnectionLimit(receiver.MaxConnections, Peers);
        string sizeKey = isGrpc ? "max_recv_msg_size_mib" : "max_request_body_size";
        ReceiverTraces? traces = context.Traces is null
            ? null
            : new ReceiverTraces(
                receiver.Id, context.GrpcIntakes.Concat(context.HttpIntakes).Select(static intake => intake.Signal), context.Traces);
        var grpcRoutes = new GrpcRoutes(context.GrpcIntakes);
        var httpRoutes = new HttpRoutes(http.Paths, context.HttpIntakes);
        IServerAuthenticator? auth = context.Authenticators.ServerFor(isGrpc ? grpc.Auth : http.Auth);
        Grpc = new GrpcApplication(grpcRoutes, grpc, sizeKey, Limits, Time, log)
        {
            Auth = auth,
            Times = context.GrpcTimes is null && traces is null ? null : new GrpcTimes(context.GrpcTimes, traces, grpcRoutes, Time),
        };
        Http = new HttpApplication(http, httpRoutes, sizeKey, Limits, Time, log)
        {
            Auth = auth,
            Times = context.HttpTimes is null && traces is null ? null : new HttpTimes(context.HttpTimes, traces, httpRoutes, Time),
        };
        _application = new PortApplication(isGrpc, Grpc, Http, Peers);
    }

    /// <inheritdoc/>
    public abstract string Protocol { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Endpoints => _listener.Endpoints;

    /// <inheritdoc/>
    public ConnectionCounts Connections => Peers.Counts;

    /// <summary>Bytes of the connections' buffers, in use or idle: resident memory that no slab accounts for.</summary>
    public long BufferBytes => _blocks.Bytes;

    private protected TimeProvider Time { get; }

    private protected HostLimits Limits { get; }

    private protected GrpcServerPlan GrpcPlan { get; }

    private protected HttpServerPlan HttpPlan { get; }

    private protected TlsServerIdentity? Tls { get; }

    /// <summary>What a sender of OTLP/HTTP gets for a request's headers.</summary>
    private protected TimeSpan HeaderTimeout =>
        HttpPlan.Timeouts.ReadHeader == Timeout.InfiniteTimeSpan ? Limits.PrefaceTimeout : HttpPlan.Timeouts.ReadHeader;

    private protected PeerLog Peers { get; }

    private protected GrpcApplication Grpc { get; }

    private protected HttpApplication Http { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> CertificateFiles => Tls?.Files ?? [];

    /// <inheritdoc/>
    public void RereadCertificates() => Tls?.ReadNow();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => StartListeningAsync(cancel);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken deadline) => StopListeningAsync(deadline);

    /// <summary>Cuts what is left, and frees the buffers.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        Grpc.Dispose();
        Http.Dispose();
        _blocks.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual void Configure(SocketTransportOptions sockets)
    {
    }

    private protected virtual void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestHeadersTotalSize = Limits.MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = KestrelTime.Finite(HeaderTimeout);
        kestrel.Limits.KeepAliveTimeout = KestrelTime.Finite(HttpPlan.Timeouts.Idle);
        kestrel.Limits.MaxRequestBufferSize = Math.Max(Limits.StreamWindowBytes, Limits.MaxHeaderBytes);
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = Limits.MaxHeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = Math.Max(Limits.ConnectionWindowBytes, FrameLimits.DefaultWindowBytes);
        kestrel.Limits.Http2.InitialStreamWindowSize = Math.Max(Limits.StreamWindowBytes, FrameLimits.DefaultWindowBytes);
    }

    private protected abstract void Configure(ListenOptions listen);
}
