using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>What only the whole configuration can tell.</summary>
internal static class PlanChecks
{
    /// <summary>An exporter that sends to one of our own listeners would feed the gateway its own output until memory ends it.</summary>
    public static void RefuseSelfLoops(
        IEnumerable<ReceiverPlan> receivers,
        IEnumerable<ExporterPlan> exporters,
        IReadOnlyList<PipelinePlan> pipelines,
        ConfigErrors errors)
    {
        var usedReceivers = pipelines.SelectMany(p => p.Receivers).ToHashSet();
        var usedExporters = pipelines.SelectMany(p => p.Exporters).ToHashSet();
        var listeners = receivers.Where(r => usedReceivers.Contains(r.Id)).SelectMany(r => r.Listeners.Select(l => (r.Id, Address: l))).ToList();
        var used = exporters.Where(e => usedExporters.Contains(e.Id)).SelectMany(e => e.Targets.Select(t => (Exporter: e, Target: t)));
        foreach ((ExporterPlan exporter, NetworkAddress target) in used)
        {
            foreach ((ComponentId receiver, NetworkAddress listener) in listeners.Where(l => target.Reaches(l.Address)))
            {
                errors.Add(
                    target.Position,
                    $"exporters::{exporter.Id}::endpoint",
                    $"the exporter '{exporter.Id}' sends to {target}, where this gateway's own receiver '{receiver}' listens ({listener}, at "
                    + $"{listener.Position}): what it sends would come back for ever; name the backend, or move one of the two");
            }
        }
    }

    /// <summary>Who reads metadata that no receiver includes finds none, and lumps all senders together.</summary>
    public static void WarnOfMissingMetadata(
        IReadOnlyDictionary<ComponentId, ReceiverPlan> receivers, IReadOnlyList<PipelinePlan> pipelines, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in pipelines.Where(p => p.Receivers.Count > 0))
        {
            ProcessorPlan? reader = pipeline.Processors.FirstOrDefault(p => p.ReadsMetadata.Count > 0);
            if (reader is not null && !pipeline.Receivers.Any(r => receivers.TryGetValue(r, out ReceiverPlan? plan) && plan.IncludesMetadata))
            {
                errors.Warn(
                    service["pipelines"]?[pipeline.Id.ToString()]?.Position ?? service.Position,
                    $"service::pipelines::{pipeline.Id}::processors",
                    $"'{reader.Id}' reads client metadata ({reader.ReadsMetadata}), and no receiver of this pipeline includes any: "
                    + "set include_metadata: true on the receiver's protocols");
            }
        }
    }

    /// <summary>Configurations that run, but not as their authors hope.</summary>
    public static void WarnOfClassicMistakes(
        IReadOnlyDictionary<ComponentId, ReceiverPlan> receivers, IReadOnlyList<PipelinePlan> pipelines, ConfigNode service, ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in pipelines)
        {
            string path = $"service::pipelines::{pipeline.Id}::processors";
            ConfigPosition position = service["pipelines"]?[pipeline.Id.ToString()]?.Position ?? service.Position;
            int gate = pipeline.Processors.ToList().FindIndex(p => p is GatePlan);
            if (gate < 0 && pipeline.Receivers.All(r => receivers.TryGetValue(r, out ReceiverPlan? plan) && plan.IsGated))
            {
                continue;
            }

            if (gate < 0)
            {
                errors.Warn(position, path, "no memory_limiter; the default gate at 80 % of the available memory applies");
            }
            else if (gate > 0)
            {
                errors.Warn(position, path, "memory_limiter is not the first processor; it is a gate and applies at the receiver all the same");
            }
        }
    }
}
