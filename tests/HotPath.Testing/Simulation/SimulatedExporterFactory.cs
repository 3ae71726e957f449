using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Simulation;

/// <summary>
/// The exporter type <c>test</c> of a simulated process, with the real queue, retry and timeout before it. Its key <c>endpoint</c> means
/// nothing.
/// </summary>
internal sealed class SimulatedExporterFactory(Func<string, IExporter> make) : IExporterFactory
{
    public IReadOnlyList<string> Types => ["test"];

    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        ExportPlan chain = new(
            QueueConfig.Read(map, QueuePlan.Default),
            RetryConfig.Read(map, RetryPlan.Default),
            TimeoutConfig.Read(map, TimeSpan.FromSeconds(5)));
        map.Text("endpoint", "");
        map.Done();
        return new Plan(id, chain, make);
    }

    private sealed record Plan(ComponentId Id, ExportPlan Chain, Func<string, IExporter> Make) : ExporterPlan(Id, Chain)
    {
        public override IExporter CreateExporter(ExporterContext context) => Make(Id.ToString());
    }
}
