using System.Runtime.CompilerServices;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The last link of a chain that outlives a reload: attempts under way end at the exporter that they began at, and those to come, of
/// batches that wait for another attempt, too, go to its successor. Thread-safe.
/// </summary>
internal sealed class SwitchedExporter : IExporter
{
    private volatile Holder _now;

    public SwitchedExporter(WatchedExporter exporter) => _now = new Holder(exporter);

    /// <summary>The connections of the exporter that is used now, if it counts them.</summary>
    public ConnectionCounts? Connections => _now.Exporter.Connections;

    /// <summary>What the attempts of the exporter that is used now say.</summary>
    public ExporterHealth Health => _now.Exporter.Health;

    /// <summary>Sends by another exporter from here; completes when the one before has ended its attempts and is disposed.</summary>
    public async Task SwitchToAsync(WatchedExporter next)
    {
        Holder before = _now;
        _now = new Holder(next);
        await before.EndAsync();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        Holder now = _now;
        while (!now.Attempts.TryEnter())
        {
            now = _now;
        }

        try
        {
            return await now.Exporter.SendAsync(batch, cancel);
        }
        finally
        {
            now.Attempts.Leave();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_now.EndAsync());

    private sealed class Holder(WatchedExporter exporter)
    {
        public WatchedExporter Exporter => exporter;

        public Turnstile Attempts { get; } = new();

        public async Task EndAsync()
        {
            await Attempts.CloseAsync();
            await exporter.DisposeAsync();
        }
    }
}
