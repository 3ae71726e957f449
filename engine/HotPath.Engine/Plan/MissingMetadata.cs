using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>Who reads client metadata that no receiver includes finds none, and lumps all senders together.</summary>
internal static class MissingMetadata
{
    /// <summary>Warns of each pipeline whose receivers include none, though one of its processors or exporters reads some.</summary>
    public static void Warn(GatewayPlan plan, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in plan.Pipelines.Where(p => p.Receivers.Count > 0))
        {
            if (pipeline.Receivers.Any(r => plan.Receivers.TryGetValue(r, out var from) && from.IncludesMetadata))
            {
                continue;
            }

            foreach ((string key, ComponentId reader, MetadataKeys keys) in ReadersOf(plan, pipeline).Where(r => r.Keys.Count > 0))
            {
                errors.Warn(
                    service["pipelines"]?[pipeline.Id.ToString()]?.Position ?? service.Position,
                    $"service::pipelines::{pipeline.Id}::{key}",
                    $"'{reader}' reads client metadata ({keys}), and no receiver of this pipeline includes any: "
                    + "set include_metadata: true on the receiver's protocols");
            }
        }
    }

    private static IEnumerable<(string Key, ComponentId Reader, MetadataKeys Keys)> ReadersOf(GatewayPlan plan, PipelinePlan pipeline) =>
        pipeline.Processors.Select(p => ("processors", p.Id, p.ReadsMetadata)).Concat(
            pipeline.Exporters.Where(plan.Exporters.ContainsKey).Select(e => ("exporters", e, plan.Exporters[e].ReadsMetadata)));
}
