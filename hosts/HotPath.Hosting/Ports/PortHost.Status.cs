using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Ports;

/// <content>How the port is.</content>
public abstract partial class PortHost
{
    private readonly StatusCell _status;

    /// <inheritdoc/>
    public bool IsListening => _status.Now.Status == ComponentStatus.Ok;

    /// <inheritdoc/>
    public StatusEvent Status =>
        _status.Now.Status == ComponentStatus.Ok && Tls?.Status is { Status: not ComponentStatus.Ok } certificates ? certificates : _status.Now;

    private async Task StartListeningAsync(CancellationToken cancel)
    {
        try
        {
            await _listener.StartAsync(_application, Configure, Configure, Configure, cancel);
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
}
