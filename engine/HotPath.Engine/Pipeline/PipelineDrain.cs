namespace HotPath.Engine.Pipeline;

/// <summary>
/// Drains pipelines that nothing enters from outside any more, each when those that feed it through connectors are drained.
/// </summary>
internal static class PipelineDrain
{
    /// <summary>Completes when all have handed on what they held.</summary>
    public static async Task RunAsync(IReadOnlyList<PipelineState> pipelines)
    {
        var drained = new Dictionary<PipelineState, Task>();
        await Task.WhenAll(pipelines.Select(p => DrainOnce(p, pipelines, drained)));
    }

    private static Task DrainOnce(PipelineState pipeline, IReadOnlyList<PipelineState> all, Dictionary<PipelineState, Task> drained)
    {
        if (!drained.TryGetValue(pipeline, out Task? drain))
        {
            Task before = Task.WhenAll([.. all.Where(p => p.Downstream.Contains(pipeline)).Select(p => DrainOnce(p, all, drained))]);
            drained[pipeline] = drain = DrainAfterAsync(before, pipeline);
        }

        return drain;
    }

    private static async Task DrainAfterAsync(Task before, PipelineState pipeline)
    {
        await before;
        await pipeline.DrainAsync();
    }
}
