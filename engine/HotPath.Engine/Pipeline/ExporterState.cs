using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Pipeline;

/// <summary>One exporter at work for one signal: the queue and chain before it, or the direct way without a queue. Shared by all pipelines that name it.</summary>
internal sealed class ExporterState
{
    private readonly ExportChain _chain;

    public ExporterState(ExporterPlan plan, ExportChain chain, Func<long> queueShareBytes)
    {
        Plan = plan;
        _chain = chain;
        Queue = plan.Chain.Queue.Enabled ? new SendingQueue(chain, queueShareBytes) : null;
        Direct = plan.Chain.Queue.Enabled ? null : new DirectSender(chain);
    }

    public ExporterPlan Plan { get; }

    /// <summary>The sending queue; null when <see cref="Direct"/> is used.</summary>
    public SendingQueue? Queue { get; }

    /// <summary>The way without a queue: the caller is told how it ended.</summary>
    public DirectSender? Direct { get; }

    /// <summary>Empties the queue and closes the exporter. Returns the items that the deadline left behind.</summary>
    public async Task<long> StopAsync(CancellationToken deadline)
    {
        long left = Queue is not null ? await Queue.StopAsync(deadline) : await Direct!.StopAsync(deadline);
        await _chain.DisposeAsync();
        return left;
    }
}
