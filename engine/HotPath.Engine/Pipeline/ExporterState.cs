using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// One exporter at work for one signal: the queue and chain before it, or the direct way without a queue. Shared by all pipelines that
/// name it, and by the graphs of several reloads.
/// </summary>
internal sealed partial class ExporterState
{
    private readonly SwitchedExporter _exporter;
    private volatile ExporterPlan _plan;

    public ExporterState(ExporterPlan plan, SwitchedExporter exporter, IExportQueue? queue, DirectSender? direct)
    {
        _plan = plan;
        Queue = queue;
        Direct = direct;
        _exporter = exporter;
    }

    /// <summary>Its settings; a reload may change those of the last link.</summary>
    public ExporterPlan Plan => _plan;

    /// <summary>The sending queue; null when <see cref="Direct"/> is used.</summary>
    public IExportQueue? Queue { get; }

    /// <summary>The way without a queue: the caller is told how it ended.</summary>
    public DirectSender? Direct { get; }

    /// <summary>Its connections that came to nothing; null if it has none of its own.</summary>
    public ConnectionCounts? Connections => _exporter.Connections;

    /// <summary>The sizes of batches; null below level detailed.</summary>
    public ExporterSizes? Sizes { get; init; }

    /// <summary>Exchanges the last link; completes when the one before is disposed.</summary>
    public Task SwitchToAsync(ExporterPlan plan, WatchedExporter exporter)
    {
        _plan = plan;
        return _exporter.SwitchToAsync(exporter);
    }

    /// <summary>Sees to it that who waits for this exporter's answer gets it soon.</summary>
    public void HastenAnswers()
    {
        Queue?.HastenAnswers();
        Direct?.HastenAnswers();
    }

    /// <summary>
    /// Completes when its queue in memory has sent all that it holds; at once without one, and for one on disk, which keeps it.
    /// </summary>
    public Task WhenEmptyAsync() => (Queue as SendingQueue)?.WhenEmptyAsync() ?? Task.CompletedTask;

    /// <summary>Empties the queue and closes the exporter. Returns the items that the deadline left behind.</summary>
    public async Task<long> StopAsync(CancellationToken deadline)
    {
        long left = Queue is not null ? await Queue.StopAsync(deadline) : await Direct!.StopAsync(deadline);
        await _exporter.DisposeAsync();
        return left;
    }
}
