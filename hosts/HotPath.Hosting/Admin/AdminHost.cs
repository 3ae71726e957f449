using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using HotPath.Components.Extensions.Shared;
using HotPath.Components.Tls;
using HotPath.Engine.Telemetry.Status;
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
/// A small listener for those who run the gateway: metrics, health, pages. It takes no telemetry, so its limits are low: 64 connections, no
/// request body to speak of.
/// </summary>
public sealed class AdminHost : IAsyncDisposable
{
    /// <summary>Connections at a time; further ones are closed.</summary>
    public const int MaxConnections = 64;

    /// <summary>The most bytes a request's body may have; nothing reads it.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly string _name;
    private readonly AdminServerPlan _server;
    private readonly IAdminPage _page;
    private readonly ILoggerFactory _logs;
    private readonly bool _isGrpc;
    private readonly TlsServerIdentity? _tls;
    private readonly StatusCell _status;
    private WebApplication? _container;
    private IServer? _kestrel;

    /// <summary>Makes a host; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="name">Who listens, as an error says it: <c>extension health_check</c>.</param>
    /// <param name="server">Where it listens, and how.</param>
    /// <param name="page">What it answers.</param>
    /// <param name="logs">Gets Kestrel's warnings.</param>
    /// <param name="isGrpc">True for HTTP/2 only, in plaintext with prior knowledge; false for HTTP/1.1.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public AdminHost(string name, AdminServerPlan server, IAdminPage page, ILoggerFactory logs, bool isGrpc = false)
    {
        ArgumentNullException.ThrowIfNull(server);
        _name = name;
        _server = server;
        _page = page;
        _logs = logs;
        _isGrpc = isGrpc;
        _status = new StatusCell(TimeProvider.System);
        _tls = server.Tls is null
            ? null
            : new TlsServerIdentity(
                server.Tls,
                [isGrpc ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
                TimeProvider.System,
                logs.CreateLogger(typeof(AdminHost).FullName!));
    }

    /// <summary>Starting, OK, or what is wrong with its certificates.</summary>
    public StatusEvent Status =>
        _status.Now.Status == ComponentStatus.Ok && _tls?.Status is { Status: not ComponentStatus.Ok } certificates
            ? certificates
            : _status.Now;

    /// <summary>Where it listens, as a person would write it; known once it has started.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Binds and serves.</summary>
    /// <exception cref="ListenException">The address can't be bound.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            IPAddress? resolved = await ListenAddress.ResolveAsync(_server.Address, cancel);
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore();
            builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, resolved));
            builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(_logs));
            _container = builder.Build();
            _kestrel = _container.Services.GetRequiredService<IServer>();
            await _kestrel.StartAsync(new AdminApplication(_page, _server.ResponseHeaders), cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            string remedy = ListenAddress.WhyNot(_server.Address, fault);
            throw new ListenException(
                $"{_name} cannot listen on {_server.Address} ({_server.Key}, {_server.Address.Position}): {remedy}", fault);
        }

        Endpoints =
        [
            .. _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(url => url[(url.LastIndexOf('/') + 1)..]),
        ];
        _status.Set(ComponentStatus.Ok);
    }

    /// <summary>Stops listening and cuts what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _container, null) is { } container)
        {
            await _kestrel!.StopAsync(new CancellationToken(canceled: true));
            await container.DisposeAsync();
        }
    }

    private void Configure(KestrelServerOptions kestrel, IPAddress? resolved)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        ListenAddress.Listen(kestrel, _server.Address, resolved, listen =>
        {
            listen.Protocols = _isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
            TlsListen.Use(listen, _tls);
        });
    }
}
