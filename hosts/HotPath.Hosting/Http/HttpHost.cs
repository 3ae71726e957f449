using System.Net.Security;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Http;

/// <summary>
/// Serves the HTTP protocol of one <c>otlp</c> receiver: Kestrel's listeners, HTTP/1.1 and HTTP/2, and OTLP/HTTP on top. It owns sockets
/// and framing, and nothing else: where the bytes go is the intakes' business.
/// </summary>
public sealed class HttpHost : IReceiverHost
{
    /// <summary>Requests that one HTTP/2 connection may have in flight, as in Go's server.</summary>
    private const int MaxConcurrentStreams = 250;

    private readonly HttpServerPlan _plan;
    private readonly TimeProvider _time;
    private readonly HostLimits _limits;
    private readonly HttpApplication _application;
    private readonly BlockPoolFactory _blocks;
    private readonly KestrelListener _listener;
    private readonly TlsServerIdentity? _tls;

    /// <summary>Makes a host; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="plan">The receiver, with an HTTP server.</param>
    /// <param name="intakes">One for each signal that some pipeline takes from this receiver; the paths of the others are not found.</param>
    /// <param name="logs">Gets Kestrel's warnings, and faults of our own.</param>
    /// <param name="time">The clock of deadlines and body rates; the system's if null.</param>
    /// <param name="limits">The limits that no key sets; the defaults if null.</param>
    /// <param name="times">Where the durations of answers are recorded; null if nobody looks at them.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public HttpHost(
        OtlpReceiverPlan plan,
        IReadOnlyList<IIntake> intakes,
        ILoggerFactory logs,
        TimeProvider? time = null,
        HostLimits? limits = null,
        AnswerTimes? times = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(plan.Http);
        ArgumentNullException.ThrowIfNull(logs);
        _plan = plan.Http;
        _time = time ?? TimeProvider.System;
        _limits = limits ?? HostLimits.Default;
        _blocks = new BlockPoolFactory(_limits.BlockBytes, _time);
        _listener = new KestrelListener(plan.Id, "protocols::http::endpoint", _plan.Address, _blocks, logs);
        ILogger log = logs.CreateLogger<HttpHost>();
        _tls = _plan.Tls is null
            ? null
            : new TlsServerIdentity(_plan.Tls, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11], _time, log);
        var routes = new HttpRoutes(_plan.Paths, intakes);
        _application = new HttpApplication(_plan, routes, _limits, _time, log)
        {
            Times = times is null ? null : new HttpTimes(times, routes, _time),
        };
    }

    /// <inheritdoc/>
    public string Protocol => "HTTP";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endpoints => _listener.Endpoints;

    /// <summary>Bytes of the connections' buffers, in use or idle: resident memory that no slab accounts for.</summary>
    public long BufferBytes => _blocks.Bytes;

    private TimeSpan HeaderTimeout =>
        _plan.Timeouts.ReadHeader == Timeout.InfiniteTimeSpan ? _limits.PrefaceTimeout : _plan.Timeouts.ReadHeader;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _listener.StartAsync(_application, _ => { }, Configure, Configure, cancel);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken deadline) => _listener.StopAsync(deadline);

    /// <summary>Cuts what is left, and frees the buffers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _application.Dispose();
        _blocks.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestHeadersTotalSize = _limits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestBufferSize = _limits.StreamWindowBytes;
        kestrel.Limits.RequestHeadersTimeout = KestrelTime.Finite(HeaderTimeout);
        kestrel.Limits.KeepAliveTimeout = KestrelTime.Finite(_plan.Timeouts.Idle);
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxConcurrentStreams;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = _limits.MaxHeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = _limits.ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = _limits.StreamWindowBytes;
    }

    private void Configure(ListenOptions listen)
    {
        var guard = new ConnectionGuard(HeaderTimeout, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, _time);
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => guard.RunAsync(connection, next));
        TlsListen.Use(listen, _tls);
        if (_tls is null)
        {
            // With TLS, ALPN chooses.
            listen.Use(next => connection => CleartextHttp2.RunAsync(connection, next));
        }
    }
}
