using System.Net;
using System.Net.Sockets;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// One Kestrel server on one address, with our own buffers and nothing else of the web stack. Started once, stopped once.
/// </summary>
/// <param name="receiver">Whose it is.</param>
/// <param name="key">The key under the receiver that names the address.</param>
/// <param name="address">Where it listens.</param>
/// <param name="blocks">Its buffers.</param>
/// <param name="logs">Gets Kestrel's warnings.</param>
internal sealed class KestrelListener(
    ComponentId receiver, string key, NetworkAddress address, BlockPoolFactory blocks, ILoggerFactory logs) : IAsyncDisposable
{
    private WebApplication? _container;
    private IServer? _kestrel;

    /// <summary>Told, with words for people, when a socket that was bound takes no further connection.</summary>
    public Action<string> OnLost { get; init; } = static _ => { };

    /// <summary>Where it listens; known once it has started.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Binds and serves.</summary>
    /// <exception cref="ListenException">The address can't be bound.</exception>
    public async Task StartAsync<TContext>(
        IHttpApplication<TContext> application,
        Action<SocketTransportOptions> sockets,
        Action<KestrelServerOptions> server,
        Action<ListenOptions> listen,
        CancellationToken cancel)
        where TContext : notnull
    {
        try
        {
            IPAddress? resolved = await ListenAddress.ResolveAsync(address, cancel);
            _container = Build(resolved, sockets, server, listen);
            _kestrel = _container.Services.GetRequiredService<IServer>();
            await _kestrel.StartAsync(application, cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new ListenException(
                $"receiver {receiver} cannot listen on {address} ({key}, {address.Position}): " + ListenAddress.WhyNot(address, fault),
                fault);
        }

        Endpoints =
        [
            .. _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(url => url[(url.LastIndexOf('/') + 1)..]),
        ];
    }

    /// <summary>
    /// Takes nothing new, lets requests under way end, and cuts what is left when <paramref name="deadline"/> is cancelled.
    /// </summary>
    public Task StopAsync(CancellationToken deadline) => _kestrel?.StopAsync(deadline) ?? Task.CompletedTask;

    /// <summary>Cuts what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await StopAsync(new CancellationToken(canceled: true));
            await _container.DisposeAsync();
        }
    }

    /// <summary>
    /// Kestrel gets its transport and pools from a service container; nothing else of the web stack is in it, and it is never run.
    /// </summary>
    private WebApplication Build(
        IPAddress? resolved, Action<SocketTransportOptions> sockets, Action<KestrelServerOptions> server, Action<ListenOptions> listen)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A proxy that ends TLS in front of us sends :scheme https over plaintext; grpc-go takes it, too.
            kestrel.AllowAlternateSchemes = true;

            // MessageLimit knows the largest body, and BodyWatch measures each by itself; Kestrel's rate is a connection's, and would cut
            // all its requests for one.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            server(kestrel);
            ListenAddress.Listen(kestrel, address, resolved, listen);
        });
        WatchedTransport.Wrap(builder.Services, OnLost);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(blocks);
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(logs));
        return builder.Build();
    }
}
