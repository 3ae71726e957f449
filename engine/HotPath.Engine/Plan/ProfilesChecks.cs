using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// The profiles of a request refer to its one dictionary by index, so that a pipeline of profiles passes requests on whole: nothing in it
/// may merge, cut or edit them.
/// </summary>
internal static class ProfilesChecks
{
    /// <summary>Refuses processors other than <c>memory_limiter</c>, and exporters whose queue makes batches.</summary>
    public static void Refuse(
        Dictionary<ComponentId, ExporterPlan> exporters, IReadOnlyList<PipelinePlan> pipelines, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in pipelines.Where(p => p.Signal == Signal.Profiles))
        {
            ConfigNode? written = service["pipelines"]?[pipeline.Id.ToString()];
            foreach (ProcessorPlan processor in pipeline.Processors.Where(p => p is not GatePlan))
            {
                ConfigNode at = Place(written, "processors", processor.Id) ?? service;
                errors.Add(
                    at.Position,
                    at.Path,
                    $"the processor '{processor.Id}' can't serve the pipeline '{pipeline.Id}': requests of profiles are passed on whole, "
                    + "neither merged nor cut nor edited; memory_limiter is the only processor for them");
            }

            foreach (ComponentId id in pipeline.Exporters)
            {
                if (exporters.TryGetValue(id, out ExporterPlan? exporter) && exporter.Chain.Queue is { Enabled: true, Batch: not null })
                {
                    ConfigNode at = Place(written, "exporters", id) ?? service;
                    errors.Add(
                        at.Position,
                        at.Path,
                        $"the exporter '{id}' can't serve the pipeline '{pipeline.Id}': its sending_queue::batch merges and cuts requests, "
                        + "and those of profiles are passed on whole; name an exporter without sending_queue::batch");
                }
            }
        }
    }

    private static ConfigNode? Place(ConfigNode? pipeline, string key, ComponentId id) =>
        pipeline?[key]?.Items.FirstOrDefault(item => ComponentId.Parse(item.Text ?? "") == id);
}
