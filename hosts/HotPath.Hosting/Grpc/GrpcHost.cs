using System.Net;
using System.Net.Sockets;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Serves the gRPC protocol of one <c>otlp</c> receiver: Kestrel's listeners and HTTP/2, and our own gRPC on top. It owns sockets and
/// framing,
/// and nothing else: where the bytes go is the intakes' business.
/// </summary>
public sealed class GrpcHost : IReceiverHost
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    private readonly OtlpReceiverPlan _receiver;
    private readonly GrpcServerPlan _plan;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _time;
    private readonly GrpcLimits _limits;
    private readonly GrpcApplication _application;
    private readonly BlockPoolFactory _blocks;
    private WebApplication? _container;
    private IServer? _kestrel;

    /// <summary>Makes a host; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="plan">The receiver, with a gRPC server.</param>
    /// <param name="intakes">One for each signal that some pipeline takes from this receiver; the others are UNIMPLEMENTED.</param>
    /// <param name="logs">Gets Kestrel's warnings, and faults of our own.</param>
    /// <param name="time">The clock of deadlines and body rates; the system's if null.</param>
    /// <param name="limits">The limits that no key sets; the defaults if null.</param>
    public GrpcHost(
        OtlpReceiverPlan plan,
        IReadOnlyList<IIntake> intakes,
        ILoggerFactory logs,
        TimeProvider? time = null,
        GrpcLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(plan.Grpc);
        ArgumentNullException.ThrowIfNull(logs);
        _receiver = plan;
        _plan = plan.Grpc;
        _logs = logs;
        _time = time ?? TimeProvider.System;
        _limits = limits ?? GrpcLimits.Default;
        _blocks = new BlockPoolFactory(_limits.BlockBytes, _time);
        _application = new GrpcApplication(
            new GrpcRoutes(intakes), _plan.MaxReceiveBytes, _limits, _time, logs.CreateLogger<GrpcHost>());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Bytes of the connections' buffers, in use or idle: resident memory that no slab accounts for.</summary>
    public long BufferBytes => _blocks.Bytes;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            IPAddress? address = await ListenAddress.ResolveAsync(_plan.Address, cancel);
            _container = Build(address);
            _kestrel = _container.Services.GetRequiredService<IServer>();
            await _kestrel.StartAsync(_application, cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new ListenException(
                $"receiver {_receiver.Id} cannot listen on {_plan.Address} (protocols::grpc::endpoint, {_plan.Address.Position}): "
                + ListenAddress.WhyNot(_plan.Address, fault),
                fault);
        }

        Endpoints =
        [
            .. _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(url => url[(url.LastIndexOf('/') + 1)..]),
        ];
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken deadline) => _kestrel?.StopAsync(deadline) ?? Task.CompletedTask;

    /// <summary>Cuts what is left, and frees the buffers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await StopAsync(new CancellationToken(canceled: true));
            await _container.DisposeAsync();
        }

        _application.Dispose();
        _blocks.Dispose();
    }

    /// <summary>
    /// Kestrel gets its transport and pools from a service container; nothing else of the web stack is in it, and it is never run.
    /// </summary>
    private WebApplication Build(IPAddress? address)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets =>
        {
            sockets.MaxReadBufferSize = _plan.ReadBufferBytes;
            sockets.MaxWriteBufferSize = _plan.WriteBufferBytes;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Configure(kestrel);
            ListenAddress.Listen(kestrel, _plan.Address, address, Configure);
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(_blocks);
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(_logs));
        return builder.Build();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        GrpcKeepalivePlan keepalive = _plan.Keepalive;
        kestrel.AddServerHeader = false;

        // A proxy that ends TLS in front of us sends :scheme https over plaintext; grpc-go takes it, too.
        kestrel.AllowAlternateSchemes = true;
        kestrel.Limits.MaxRequestBodySize = null;

        // BodyWatch measures each body by itself; Kestrel's rate is a connection's, and would cut all its requests for one.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = _limits.MaxHeaderBytes;
        kestrel.Limits.KeepAliveTimeout = Finite(keepalive.MaxConnectionIdle);
        kestrel.Limits.Http2.MaxStreamsPerConnection = _plan.MaxConcurrentStreams;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = _limits.MaxHeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = _limits.ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = _limits.StreamWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = Finite(keepalive.Time);
        kestrel.Limits.Http2.KeepAlivePingTimeout = Finite(keepalive.Timeout);
    }

    /// <summary>Kestrel's clock overflows on its own "infinite", and closes the connection at the next tick (10.0.12).</summary>
    private static TimeSpan Finite(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time > Never ? Never : time;

    private void Configure(ListenOptions listen)
    {
        GrpcKeepalivePlan keepalive = _plan.Keepalive;
        var guard = new ConnectionGuard(_limits.PrefaceTimeout, keepalive.MaxConnectionAge, keepalive.MaxConnectionAgeGrace, _time);
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection => guard.RunAsync(connection, next));
    }
}
