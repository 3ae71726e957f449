using System.Net;
using System.Net.Sockets;
using HotPath.Engine.Plan;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Admin;

/// <summary>
/// A small HTTP/1.1 listener for those who run the gateway: metrics, health. It takes no telemetry, so its limits are low: 64 connections, no
/// request body to speak of.
/// </summary>
public sealed class AdminHost : IAsyncDisposable
{
    /// <summary>Connections at a time; further ones are closed.</summary>
    public const int MaxConnections = 64;

    /// <summary>The most bytes a request's body may have; nothing reads it.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly string _name;
    private readonly NetworkAddress _address;
    private readonly string _path;
    private readonly IAdminPage _page;
    private readonly ILoggerFactory _logs;
    private WebApplication? _container;
    private IServer? _kestrel;

    /// <summary>Makes a host; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="name">Who listens, as an error says it: <c>extension health_check</c>.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="path">The key that says so, as an error names it.</param>
    /// <param name="page">What it answers.</param>
    /// <param name="logs">Gets Kestrel's warnings.</param>
    public AdminHost(string name, NetworkAddress address, string path, IAdminPage page, ILoggerFactory logs)
    {
        _name = name;
        _address = address;
        _path = path;
        _page = page;
        _logs = logs;
    }

    /// <summary>Where it listens, as a person would write it; known once it has started.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Binds and serves.</summary>
    /// <exception cref="ListenException">The address can't be bound.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            IPAddress? resolved = await ListenAddress.ResolveAsync(_address, cancel);
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore();
            builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, resolved));
            builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(_logs));
            _container = builder.Build();
            _kestrel = _container.Services.GetRequiredService<IServer>();
            await _kestrel.StartAsync(new AdminApplication(_page), cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            string remedy = ListenAddress.WhyNot(_address, fault);
            throw new ListenException($"{_name} cannot listen on {_address} ({_path}, {_address.Position}): {remedy}", fault);
        }

        Endpoints =
        [
            .. _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(url => url[(url.LastIndexOf('/') + 1)..]),
        ];
    }

    /// <summary>Stops listening and cuts what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _kestrel!.StopAsync(new CancellationToken(canceled: true));
            await _container.DisposeAsync();
        }
    }

    private void Configure(KestrelServerOptions kestrel, IPAddress? resolved)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        ListenAddress.Listen(kestrel, _address, resolved, static listen => listen.Protocols = HttpProtocols.Http1);
    }
}
