using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>service</c> but for its pipelines.</summary>
internal static class ServiceReader
{
    /// <summary><c>service::telemetry</c>: logs, metrics and resource; the gateway does not trace itself.</summary>
    public static TelemetryPlan ReadTelemetry(ConfigMap service)
    {
        ConfigMap telemetry = service.Map("telemetry");
        LogsPlan logs = TelemetryLogsReader.Read(telemetry.Map("logs"));
        MetricsPlan metrics = TelemetryMetricsReader.Read(telemetry.Map("metrics"));
        var resource = TelemetryResourceReader.Read(telemetry);
        TelemetryTracesReader.Read(telemetry.Map("traces"));
        telemetry.Done();
        return new TelemetryPlan(logs, metrics, resource);
    }

    /// <summary><c>service::extensions</c>: which of those that are configured are started, in this order.</summary>
    public static IReadOnlyList<ExtensionPlan> ReadExtensions(
        ConfigMap service, IReadOnlyDictionary<ComponentId, ExtensionPlan> plans, IReadOnlyCollection<ComponentId> declared)
    {
        var ids = new List<ComponentId>();
        foreach (ConfigNode item in service.List("extensions"))
        {
            ComponentId id = ComponentId.Parse(item.Text ?? "");
            if (!declared.Contains(id))
            {
                service.Errors.Add(item.Position, item.Path, PipelineReader.Undefined("extension", id, declared));
            }
            else if (ids.Contains(id))
            {
                service.Errors.Add(item.Position, item.Path, $"the extension '{id}' is listed twice; remove one");
            }
            else
            {
                ids.Add(id);
            }
        }

        return [.. ids.Where(plans.ContainsKey).Select(id => plans[id])];
    }
}
