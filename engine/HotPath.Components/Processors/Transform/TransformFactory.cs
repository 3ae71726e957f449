using HotPath.Components.Ottl;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Transform;

/// <summary>Reads the keys of a <c>transform</c> processor (collector-contrib/processor/transformprocessor).</summary>
public sealed class TransformFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "transform";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        ErrorMode mode = OttlReader.Mode(map, ErrorMode.Ignore);
        var plan = new TransformPlan(
            id,
            StatementsReader.Read(map, "trace_statements", Signal.Traces, mode),
            StatementsReader.Read(map, "metric_statements", Signal.Metrics, mode),
            StatementsReader.Read(map, "log_statements", Signal.Logs, mode));
        if (map.Flag("flatten_data", false))
        {
            map.Error("flatten_data", "known to the Collector, but not built in HotPath yet: set it to false");
        }

        map.NotBuilt("profile_statements");
        map.Done();
        return plan;
    }
}
