using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>An exporter may be set up for some signals only; a pipeline of another one can't name it.</summary>
internal static class UnservedSignals
{
    /// <summary>Refuses each name of an exporter in a pipeline that it can't serve.</summary>
    public static void Refuse(
        Dictionary<ComponentId, ExporterPlan> exporters, IReadOnlyList<PipelinePlan> pipelines, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in pipelines)
        {
            ConfigNode? named = service["pipelines"]?[pipeline.Id.ToString()]?["exporters"];
            foreach (ComponentId id in pipeline.Exporters)
            {
                if (exporters.TryGetValue(id, out ExporterPlan? exporter) && exporter.Lacks(pipeline.Signal) is { } lack)
                {
                    ConfigNode at = named?.Items.FirstOrDefault(i => ComponentId.Parse(i.Text ?? "") == id) ?? service;
                    errors.Add(at.Position, at.Path, $"the exporter '{id}' can't serve this pipeline: {lack}");
                }
            }
        }
    }
}
