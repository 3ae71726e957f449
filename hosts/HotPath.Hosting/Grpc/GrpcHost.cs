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
/// An OTLP/gRPC server: Kestrel's listeners and HTTP/2, and our own gRPC on top. It owns sockets and framing, and nothing else: where the
/// bytes go is the intakes' business. Started by <see cref="StartAsync"/>, stopped once.
/// </summary>
public sealed class GrpcHost : IAsyncDisposable
{
    private readonly WebApplication _container;
    private readonly IServer _kestrel;
    private readonly GrpcApplication _application;
    private readonly BlockPoolFactory _blocks;

    private GrpcHost(WebApplication container, GrpcApplication application, BlockPoolFactory blocks)
    {
        _container = container;
        _kestrel = container.Services.GetRequiredService<IServer>();
        _application = application;
        _blocks = blocks;
    }

    /// <summary>The transport's name in metrics, as the Collector calls it.</summary>
    public static string Transport => "grpc";

    /// <summary>Where it listens, with the ports that were really taken.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Bytes of the connections' buffers, in use or idle: resident memory that no slab accounts for.</summary>
    public long BufferBytes => _blocks.Bytes;

    /// <summary>
    /// Starts to listen and to serve. Throws <see cref="IOException"/>, naming the address and where the configuration names it, if the
    /// address cannot be had.
    /// </summary>
    /// <param name="plan">The server's settings.</param>
    /// <param name="intakes">One for each signal that some pipeline takes from this receiver; the others are UNIMPLEMENTED.</param>
    /// <param name="logs">Gets Kestrel's warnings, and faults of our own.</param>
    /// <param name="time">The clock of deadlines and body rates; the system's if null.</param>
    /// <param name="limits">The limits that no key sets; the defaults if null.</param>
    /// <param name="cancel">Gives up starting.</param>
    public static async Task<GrpcHost> StartAsync(
        GrpcServerPlan plan,
        IReadOnlyList<IIntake> intakes,
        ILoggerFactory logs,
        TimeProvider? time = null,
        GrpcLimits? limits = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(logs);
        time ??= TimeProvider.System;
        limits ??= GrpcLimits.Default;
        var blocks = new BlockPoolFactory(limits.BlockBytes, time);
        var application = new GrpcApplication(
            new GrpcRoutes(intakes), plan.MaxReceiveBytes, limits, time, logs.CreateLogger<GrpcHost>());
        GrpcHost? host = null;
        try
        {
            IPAddress? address = await ListenAddress.ResolveAsync(plan.Address, cancel);
            host = new GrpcHost(Build(plan, address, limits, blocks, time, logs), application, blocks);
            await host._kestrel.StartAsync(application, cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw new IOException(
                $"cannot listen on {plan.Address} ({plan.Address.Position}): {ListenAddress.WhyNot(plan.Address, fault)}", fault);
        }

        host.EndPoints = [.. host._kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(EndPoint)];
        return host;
    }

    /// <summary>
    /// Stops: no new connections, GOAWAY to the present ones, and time for the requests in flight until <paramref name="deadline"/> is
    /// cancelled; then what is left is cut.
    /// </summary>
    public Task StopAsync(CancellationToken deadline) => _kestrel.StopAsync(deadline);

    /// <summary>Cuts what is left, and frees the buffers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        await _container.DisposeAsync();
        _application.Dispose();
        _blocks.Dispose();
    }

    /// <summary>Kestrel gets its transport and pools from a service container; nothing else of the web stack is in it, and it is never run.</summary>
    private static WebApplication Build(
        GrpcServerPlan plan, IPAddress? address, GrpcLimits limits, BlockPoolFactory blocks, TimeProvider time, ILoggerFactory logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets =>
        {
            sockets.MaxReadBufferSize = plan.ReadBufferBytes;
            sockets.MaxWriteBufferSize = plan.WriteBufferBytes;
        });
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, plan, address, limits, time));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(blocks);
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(logs));
        return builder.Build();
    }

    private static void Configure(
        KestrelServerOptions kestrel, GrpcServerPlan plan, IPAddress? address, GrpcLimits limits, TimeProvider time)
    {
        GrpcKeepalivePlan keepalive = plan.Keepalive;
        var guard = new ConnectionGuard(limits.PrefaceTimeout, keepalive.MaxConnectionAge, keepalive.MaxConnectionAgeGrace, time);
        kestrel.AddServerHeader = false;

        // A proxy that ends TLS in front of us sends :scheme https over plaintext; grpc-go takes it, too.
        kestrel.AllowAlternateSchemes = true;
        kestrel.Limits.MaxRequestBodySize = null;

        // BodyWatch measures each body by itself; Kestrel's rate is a connection's, and would cut all its requests for one.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.Limits.KeepAliveTimeout = keepalive.MaxConnectionIdle;
        kestrel.Limits.Http2.MaxStreamsPerConnection = plan.MaxConcurrentStreams;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = limits.MaxHeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = limits.ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = limits.StreamWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = keepalive.Time;
        kestrel.Limits.Http2.KeepAlivePingTimeout = keepalive.Timeout;
        ListenAddress.Listen(kestrel, plan.Address, address, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => guard.RunAsync(connection, next));
        });
    }

    private static IPEndPoint EndPoint(string url)
    {
        var uri = new Uri(url);
        string host = uri.DnsSafeHost;
        IPAddress ip = host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host);
        return new IPEndPoint(ip, uri.Port);
    }
}
