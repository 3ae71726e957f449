using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Finds exporters that point back at this gateway.</summary>
internal static class SelfLoops
{
    /// <summary>
    /// What an exporter sends to one of our own receivers would feed the gateway its own output until memory ends it; what it sends to
    /// one of our other listeners would never be taken. Both are errors.
    /// </summary>
    public static void Refuse(GatewayPlan plan, ConfigErrors errors, LocalMachine? machine = null)
    {
        List<(string Name, NetworkAddress Address)> receivers =
            [.. plan.Receivers.Values.SelectMany(r => r.Listeners.Select(l => ($"receiver '{r.Id}'", l)))];
        List<(string Name, NetworkAddress Address)> others =
        [
            .. plan.Telemetry.Metrics.Readers.Select(r => ("metrics reader", r.Address)),
            .. plan.Extensions.SelectMany(e => e.Listeners.Select(l => ($"extension '{e.Id}'", l))),
        ];
        foreach ((ExporterPlan exporter, NetworkAddress target) in plan.Exporters.Values.SelectMany(e => e.Targets.Select(t => (e, t))))
        {
            Check(receivers, "what it sends would come back for ever; name the backend, or move one of the two");
            Check(others, "nothing there takes telemetry; name the backend");

            void Check(List<(string Name, NetworkAddress Address)> listeners, string consequence)
            {
                foreach ((string name, NetworkAddress listener) in listeners.Where(l => target.Reaches(l.Address, machine)))
                {
                    errors.Add(
                        target.Position,
                        $"exporters::{exporter.Id}::endpoint",
                        $"the exporter '{exporter.Id}' sends to {target}, where this gateway's own {name} listens ({listener}, at "
                        + $"{listener.Position}): {consequence}");
                }
            }
        }
    }
}
