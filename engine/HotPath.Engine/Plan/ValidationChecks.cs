using HotPath.Core.Wire;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A receiver may leave unchecked only what nobody behind it reads.</summary>
internal static class ValidationChecks
{
    /// <summary>Refuses <c>validation: framing</c> before components that read items.</summary>
    public static void RefuseUncheckedReads(
        IReadOnlyDictionary<ComponentId, ReceiverPlan> receivers,
        IReadOnlyDictionary<ComponentId, ExporterPlan> exporters,
        IReadOnlyList<PipelinePlan> pipelines,
        ConfigNode root,
        ConfigErrors errors)
    {
        foreach (PipelinePlan pipeline in pipelines)
        {
            IEnumerable<ComponentId> readers = pipeline.Processors.Where(p => p.ReadsItems).Select(p => p.Id)
                .Concat(pipeline.Exporters.Where(id => exporters.TryGetValue(id, out ExporterPlan? plan) && plan.ReadsItems));
            foreach (ComponentId reader in readers)
            {
                foreach (ComponentId receiver in ReceiversOf(pipeline, pipelines, []).Distinct().Where(id => IsUnchecked(receivers, id)))
                {
                    ConfigNode? written = root["receivers"]?[receiver.ToString()]?["hotpath"]?["validation"];
                    errors.Add(
                        written?.Position ?? root.Position,
                        $"receivers::{receiver}::hotpath::validation",
                        $"framing leaves unchecked what is inside items, and '{reader}' in pipeline '{pipeline.Id}' reads it; "
                        + "use structure or full");
                }
            }
        }
    }

    /// <summary>
    /// The receivers whose items come to a pipeline, through connectors, too. A loop is reported elsewhere, and ends here.
    /// </summary>
    private static IEnumerable<ComponentId> ReceiversOf(
        PipelinePlan pipeline, IReadOnlyList<PipelinePlan> all, HashSet<ComponentId> seen) =>
        !seen.Add(pipeline.Id)
            ? []
            : pipeline.Receivers.Concat(all
                .Where(p => p.Signal == pipeline.Signal && p.ConnectorsOut.Intersect(pipeline.ConnectorsIn).Any())
                .SelectMany(p => ReceiversOf(p, all, seen)));

    private static bool IsUnchecked(IReadOnlyDictionary<ComponentId, ReceiverPlan> receivers, ComponentId id) =>
        receivers.TryGetValue(id, out ReceiverPlan? plan) && plan.Validation == Validation.Framing;
}
