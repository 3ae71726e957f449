using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HotPath.Hosting.Ports;

/// <content>How the port is.</content>
public abstract partial class PortHost
{
    private readonly StatusCell _status;
    private readonly ConnectionLimit _connections;

    /// <inheritdoc/>
    public bool IsListening => _status.Now.Status == ComponentStatus.Ok;

    /// <inheritdoc/>
    public StatusEvent Status =>
        _status.Now.Status == ComponentStatus.Ok && Tls?.Status is { Status: not ComponentStatus.Ok } certificates
            ? certificates
            : _status.Now;

    private async Task StartListeningAsync(CancellationToken cancel)
    {
        try
        {
            await _listener.StartAsync(_application, Configure, Configure, ConfigureLimited, cancel);
            _status.Set(ComponentStatus.Ok);
        }
        catch (ListenException fault)
        {
            _status.Set(ComponentStatus.PermanentError, fault.Message);
            throw;
        }
    }

    private async Task StopListeningAsync(CancellationToken deadline)
    {
        _status.Set(ComponentStatus.Stopping);
        await _listener.StopAsync(deadline);
        _status.Set(ComponentStatus.Stopped);
    }

    /// <summary>The bound on connections comes before all else that a connection costs.</summary>
    private void ConfigureLimited(ListenOptions listen)
    {
        listen.Use(next => connection => _connections.RunAsync(connection, next));
        Configure(listen);
    }
}
