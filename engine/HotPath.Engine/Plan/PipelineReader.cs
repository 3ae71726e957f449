using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>service::pipelines</c> and resolves the ids that each pipeline names.</summary>
internal sealed class PipelineReader
{
    private readonly ComponentId[] _receivers;
    private readonly ComponentId[] _processors;
    private readonly ComponentId[] _exporters;
    private readonly ComponentId[] _connectors;
    private readonly Dictionary<ComponentId, ProcessorPlan> _processorPlans;
    private readonly ConfigErrors _errors;

    public PipelineReader(
        ComponentId[] receivers,
        ComponentId[] processors,
        ComponentId[] exporters,
        ComponentId[] connectors,
        Dictionary<ComponentId, ProcessorPlan> processorPlans,
        ConfigErrors errors)
    {
        _receivers = receivers;
        _processors = processors;
        _exporters = exporters;
        _connectors = connectors;
        _processorPlans = processorPlans;
        _errors = errors;
    }

    public IReadOnlyList<PipelinePlan> Read(ConfigMap service, FeatureGates gates)
    {
        ConfigMap section = service.Map("pipelines");
        var plans = new List<PipelinePlan>();
        foreach ((string key, ConfigNode node) in section.Node.Entries)
        {
            section.Child(key);
            ComponentId id = ComponentId.Parse(key);
            if (SignalOf(id.Type) is not { } signal)
            {
                section.Error(key, RefuseSignal(id.Type));
                continue;
            }

            plans.Add(ReadOne(id, signal, new ConfigMap(node, _errors)));
        }

        if (section.Node.Entries.Count == 0 && !gates.IsOn(KnownGates.AllowNoPipelines))
        {
            service.Error("pipelines", "service must have at least one pipeline: service::pipelines::traces with receivers and exporters");
        }

        return plans;
    }

    private PipelinePlan ReadOne(ComponentId id, Signal signal, ConfigMap map)
    {
        List<ComponentId> receivers = Resolve(map, "receivers", "receiver", [.. _receivers, .. _connectors]);
        List<ComponentId> processors = Resolve(map, "processors", "processor", _processors);
        List<ComponentId> exporters = Resolve(map, "exporters", "exporter", [.. _exporters, .. _connectors]);
        if (map.List("receivers").Count == 0)
        {
            map.Error("receivers", "a pipeline must have at least one receiver");
        }

        if (map.List("exporters").Count == 0)
        {
            map.Error("exporters", "a pipeline must have at least one exporter");
        }

        map.Done();
        RefuseUnfit(map, signal, processors);
        return new PipelinePlan(
            id,
            signal,
            [.. receivers.Except(_connectors)],
            [.. processors.Where(_processorPlans.ContainsKey).Select(p => _processorPlans[p])],
            [.. exporters.Except(_connectors)])
        {
            ConnectorsIn = [.. receivers.Intersect(_connectors)],
            ConnectorsOut = [.. exporters.Intersect(_connectors)],
        };
    }

    /// <summary>Settings that make no sense for the pipeline's signal: span names for logs.</summary>
    private void RefuseUnfit(ConfigMap map, Signal signal, List<ComponentId> processors)
    {
        // Of profiles only one processor is right, whatever its settings: ProfilesChecks says so.
        foreach (ComponentId id in signal == Signal.Profiles ? [] : processors)
        {
            if (_processorPlans.GetValueOrDefault(id) is InlinePlan plan && plan.Refuses(signal) is { } reason)
            {
                map.Error("processors", $"the processor '{id}' can't serve a pipeline of {signal.ToString().ToLowerInvariant()}: {reason}");
            }
        }
    }

    private List<ComponentId> Resolve(ConfigMap map, string key, string kind, IReadOnlyCollection<ComponentId> defined)
    {
        var ids = new List<ComponentId>();
        foreach (ConfigNode item in map.List(key))
        {
            ComponentId id = ComponentId.Parse(item.Text ?? "");
            if (!defined.Contains(id))
            {
                _errors.Add(item.Position, item.Path, Undefined(kind, id, defined));
            }
            else if (ids.Contains(id))
            {
                _errors.Add(item.Position, item.Path, $"the {kind} '{id}' is listed twice in this pipeline; remove one");
            }
            else
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>What to say of an id that nothing of its kind has.</summary>
    internal static string Undefined(string kind, ComponentId id, IReadOnlyCollection<ComponentId> defined)
    {
        string? near = KeyAdvice.Nearest(id.ToString(), [.. defined.Select(d => d.ToString())]);
        return near is null
            ? $"the {kind} '{id}' is not configured; add it under {kind}s"
            : $"the {kind} '{id}' is not configured; did you mean '{near}'?";
    }

    private static Signal? SignalOf(string type) => type switch
    {
        "traces" => Signal.Traces,
        "metrics" => Signal.Metrics,
        "logs" => Signal.Logs,
        "profiles" => Signal.Profiles,
        _ => null,
    };

    private static string RefuseSignal(string type) => KeyAdvice.Nearest(type, ["traces", "metrics", "logs", "profiles"]) is { } near
        ? $"'{type}' is not a signal; did you mean '{near}'?"
        : $"'{type}' is not a signal; a pipeline's id starts with traces, metrics, logs or profiles";
}
