using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Ends a graph but for what another one has taken over: requests inside it end, its stages hand on what they hold, first to last, into
/// their queues, and the queues without a successor are emptied.
/// </summary>
/// <param name="context">The process's parts.</param>
/// <param name="gone">The graph that ends.</param>
/// <param name="stays">The graph that stays.</param>
internal sealed class GraphRetirement(PathContext context, Graph gone, Graph stays)
{
    private readonly PipelineState[] _pipelines = [.. gone.Pipelines.Except(stays.Pipelines)];

    private readonly ExporterState[] _exporters =
        [.. gone.Exporters.Values.Except(stays.Exporters.Values)];

    /// <summary>
    /// Ends it, and waits no longer once <paramref name="over"/> is cancelled; returns the items that were given up for that.
    /// </summary>
    public async Task<long> RunAsync(CancellationToken over)
    {
        foreach (((ComponentId Receiver, Signal Signal, string Transport) key, _) in gone.Intakes)
        {
            if (!stays.Intakes.ContainsKey(key))
            {
                context.PortOf(key).Withdraw();
            }
        }

        foreach (ExporterState exporter in _exporters)
        {
            exporter.HastenAnswers();
        }

        await WaitAsync([.. gone.Intakes.Values.Select(static intake => intake.Turnstile.CloseAsync())], over);
        await using (over.Register(CancelStages))
        {
            await PipelineDrain.RunAsync(_pipelines);
        }

        await WaitAsync([.. _exporters.Select(static exporter => exporter.WhenEmptyAsync())], over);
        long[] left = await Task.WhenAll(_exporters.Select(exporter => exporter.StopAsync(over)));
        foreach (ExporterState exporter in _exporters.Where(static e => e.Queue is not null))
        {
            context.Shares.Remove();
        }

        gone.Authenticators.DisposeOfAllBut(stays.Authenticators);
        return left.Sum();
    }

    private static async Task WaitAsync(Task[] all, CancellationToken over)
    {
        try
        {
            await AllAsync(all).WaitAsync(over);
        }
        catch (OperationCanceledException)
        {
            // Who is still inside waits for an exporter's answer, and gets it when that stops; what is still held gets its last attempt.
        }
    }

    /// <summary>
    /// As <see cref="Task.WhenAll(Task[])"/>, which for tasks such as these always goes by way of the thread pool, where no simulation
    /// follows.
    /// </summary>
    private static async Task AllAsync(Task[] all)
    {
        foreach (Task one in all)
        {
            await one;
        }
    }

    private void CancelStages()
    {
        foreach (PipelineState pipeline in _pipelines)
        {
            pipeline.StopWaiting();
        }
    }
}
