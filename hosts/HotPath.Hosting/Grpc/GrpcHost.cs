using System.Net.Security;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Serves the gRPC protocol of one <c>otlp</c> receiver: Kestrel's listeners, our own HTTP/2 or Kestrel's, and our own gRPC on top. It owns
/// sockets and framing, and nothing else: where the bytes go is the intakes' business.
/// </summary>
public sealed class GrpcHost : IReceiverHost
{
    private readonly GrpcServerPlan _plan;
    private readonly TimeProvider _time;
    private readonly HostLimits _limits;
    private readonly GrpcApplication _application;
    private readonly BlockPoolFactory _blocks;
    private readonly KestrelListener _listener;
    private readonly TlsServerIdentity? _tls;
    private readonly Http2Service? _http2;

    /// <summary>Makes a host; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="plan">The receiver, with a gRPC server.</param>
    /// <param name="intakes">One for each signal that some pipeline takes from this receiver; the others are UNIMPLEMENTED.</param>
    /// <param name="logs">Gets Kestrel's warnings, and faults of our own.</param>
    /// <param name="time">The clock of deadlines and body rates; the system's if null.</param>
    /// <param name="limits">The limits that no key sets; the defaults if null.</param>
    /// <param name="times">Where the durations of answers are recorded; null if nobody looks at them.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public GrpcHost(
        OtlpReceiverPlan plan,
        IReadOnlyList<IIntake> intakes,
        ILoggerFactory logs,
        TimeProvider? time = null,
        HostLimits? limits = null,
        AnswerTimes? times = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(plan.Grpc);
        ArgumentNullException.ThrowIfNull(logs);
        _plan = plan.Grpc;
        _time = time ?? TimeProvider.System;
        _limits = limits ?? HostLimits.Default;
        _blocks = new BlockPoolFactory(_limits.BlockBytes, _time);
        _listener = new KestrelListener(plan.Id, "protocols::grpc::endpoint", _plan.Address, _blocks, logs);
        ILogger log = logs.CreateLogger<GrpcHost>();
        _tls = _plan.Tls is null ? null : new TlsServerIdentity(_plan.Tls, [SslApplicationProtocol.Http2], _time, log);
        var routes = new GrpcRoutes(intakes);
        _application = new GrpcApplication(routes, _plan.MaxReceiveBytes, _plan.IncludeMetadata, _limits, _time, log)
        {
            Times = times is null ? null : new GrpcTimes(times, routes, _time),
        };
        _http2 = _plan.Transport == GrpcTransport.Own ? new Http2Service(_plan, _application) : null;
    }

    /// <inheritdoc/>
    public string Protocol => "GRPC";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endpoints => _listener.Endpoints;

    /// <summary>Bytes of the connections' buffers, in use or idle: resident memory that no slab accounts for.</summary>
    public long BufferBytes => _blocks.Bytes;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _listener.StartAsync(_application, Configure, Configure, Configure, cancel);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken deadline) => _listener.StopAsync(deadline);

    /// <summary>Cuts what is left, and frees the buffers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _http2?.Dispose();
        _application.Dispose();
        _blocks.Dispose();
    }

    private void Configure(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = _plan.ReadBufferBytes;
        sockets.MaxWriteBufferSize = _plan.WriteBufferBytes;

        // Our loop never blocks, so it may run where the bytes arrive: from socket to queue and back without a change of thread.
        sockets.UnsafePreferInlineScheduling = _http2 is not null;
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        if (_http2 is not null)
        {
            return;
        }

        GrpcKeepalivePlan keepalive = _plan.Keepalive;
        kestrel.Limits.MaxRequestHeadersTotalSize = _limits.MaxHeaderBytes;
        kestrel.Limits.KeepAliveTimeout = KestrelTime.Finite(keepalive.MaxConnectionIdle);
        kestrel.Limits.Http2.MaxStreamsPerConnection = _plan.MaxConcurrentStreams;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = _limits.MaxHeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = _limits.ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = _limits.StreamWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = KestrelTime.Finite(keepalive.Time);
        kestrel.Limits.Http2.KeepAlivePingTimeout = KestrelTime.Finite(keepalive.Timeout);
    }

    private void Configure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (_http2 is not null)
        {
            // TLS, if any, ends before our framing begins. What does not begin as HTTP/2 then is told so by Kestrel.
            TlsListen.Use(listen, _tls);
            listen.Use(next => connection => _http2.RunAsync(connection, next));
            return;
        }

        GrpcKeepalivePlan keepalive = _plan.Keepalive;
        var guard = new ConnectionGuard(_limits.PrefaceTimeout, keepalive.MaxConnectionAge, keepalive.MaxConnectionAgeGrace, _time);
        listen.Use(next => connection => guard.RunAsync(connection, next));
        TlsListen.Use(listen, _tls);
    }
}
