using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Simulation;

/// <summary>A process's way to a backend: nothing may be sent by it once it was disposed of, nor be under way then.</summary>
internal sealed class SimulatedExporter(string name, SimulatedWorld world, SimulatedGateway gateway) : IExporter
{
    private int _underWay;
    private bool _isDisposed;

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        if (_isDisposed)
        {
            world.Violations.Add($"{name}: {batch.Items} items were sent by an exporter that was disposed of");
        }

        if (gateway.IsDead)
        {
            return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, "unavailable", "the process is dead");
        }

        _underWay++;
        try
        {
            return await world.Backends[name].SendAsync(batch, gateway, cancel);
        }
        finally
        {
            _underWay--;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed || _underWay > 0)
        {
            world.Violations.Add($"{name}: disposed of {(_isDisposed ? "twice" : $"with {_underWay} attempts under way")}");
        }

        _isDisposed = true;
        return default;
    }
}
