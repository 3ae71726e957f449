using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Who reads client metadata that no receiver includes finds none, and lumps all senders together.</summary>
internal static class MissingMetadata
{
    /// <summary>Warns of each pipeline whose receivers include none that one of its processors reads.</summary>
    public static void Warn(GatewayPlan plan, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in plan.Pipelines.Where(p => p.Receivers.Count > 0))
        {
            ProcessorPlan? reader = pipeline.Processors.FirstOrDefault(p => p.ReadsMetadata.Count > 0);
            if (reader is not null && !pipeline.Receivers.Any(r => plan.Receivers.TryGetValue(r, out var from) && from.IncludesMetadata))
            {
                errors.Warn(
                    service["pipelines"]?[pipeline.Id.ToString()]?.Position ?? service.Position,
                    $"service::pipelines::{pipeline.Id}::processors",
                    $"'{reader.Id}' reads client metadata ({reader.ReadsMetadata}), and no receiver of this pipeline includes any: "
                    + "set include_metadata: true on the receiver's protocols");
            }
        }
    }
}
