using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;
using HotPath.Engine.Config.Print;

namespace HotPath.Engine.Plan;

/// <summary>
/// Turns the composed YAML into a <see cref="GatewayPlan"/>: components first, then the pipelines that name them, then what only the whole
/// can tell. It goes on after a mistake, so that all of them are reported at once; with any, the plan is not to be run.
/// </summary>
public sealed class PlanReader
{
    private readonly ComponentCatalogue _catalogue;
    private readonly ConfigErrors _errors;

    private PlanReader(ComponentCatalogue catalogue, ConfigErrors errors)
    {
        _catalogue = catalogue;
        _errors = errors;
    }

    /// <summary>Reads the plan; look at <paramref name="errors"/> before running it.</summary>
    public static GatewayPlan Read(ConfigNode root, ComponentCatalogue catalogue, ConfigErrors errors, FeatureGates? gates = null) =>
        new PlanReader(catalogue, errors).Read(root, gates ?? FeatureGates.Default);

    private GatewayPlan Read(ConfigNode root, FeatureGates gates)
    {
        var top = new ConfigMap(root, _errors);
        Dictionary<ComponentId, ReceiverPlan> receivers = ReadReceivers(top.Map("receivers"));
        Dictionary<ComponentId, ProcessorPlan> processors = ReadProcessors(top.Map("processors"));
        Dictionary<ComponentId, ExporterPlan> exporters = ReadExporters(top.Map("exporters"));
        ReadConnectors(top.Map("connectors"));
        RefuseAmbiguous(top);
        Dictionary<ComponentId, ExtensionPlan> extensions = ReadExtensions(top.Map("extensions"));
        ConfigMap service = top.Map("service");
        TelemetryPlan telemetry = ServiceReader.ReadTelemetry(service);
        IReadOnlyList<ExtensionPlan> started = ServiceReader.ReadExtensions(service, extensions, Declared(top, "extensions"));
        var pipelines = new PipelineReader(
            Declared(top, "receivers"), Declared(top, "processors"), Declared(top, "exporters"), Declared(top, "connectors"), processors,
            _errors);
        IReadOnlyList<PipelinePlan> plans = pipelines.Read(service, gates);
        service.Done();
        top.Done();
        MiddlewareChecks.Run(receivers.Values, started, Declared(top, "extensions"), service.Node, _errors);
        AuthChecks.Run(receivers.Values, exporters.Values, started, Declared(top, "extensions"), service.Node, _errors);
        exporters = AuthChecks.Bind(exporters, started);
        StorageChecks.Run(exporters.Values, started, Declared(top, "extensions"), service.Node, _errors);
        new ConnectorChecks(plans, service.Node, _errors).Run();
        var plan = new GatewayPlan(
            Used(receivers, plans, p => p.Receivers), Used(exporters, plans, p => p.Exporters), plans, started, telemetry)
        {
            Source = root,
            Secrets = _errors.Secrets,
            Gates = gates,
            ConfigJson = () => ConfigPrinter.Json(root, _errors.Secrets),
        };
        SelfLoops.Refuse(plan, _errors);
        ValidationChecks.RefuseUncheckedReads(receivers, exporters, plans, root, _errors);
        ProfilesChecks.Refuse(exporters, plans, service.Node, _errors);
        UnservedSignals.Refuse(exporters, plans, service.Node, _errors);
        ClassicMistakes.Warn(plan, root, _catalogue.AvailableMemory, _errors);
        MissingMetadata.Warn(plan, service.Node, _errors);
        StrictChecks.Refuse(root, gates, _errors);
        return plan;
    }

    /// <summary>
    /// Every id that a section declares, also of components that were refused: what names them is not wrong a second time.
    /// </summary>
    private static ComponentId[] Declared(ConfigMap top, string section) =>
        [.. top.Map(section).Node.Entries.Select(e => ComponentId.Parse(e.Key))];

    private Dictionary<ComponentId, ReceiverPlan> ReadReceivers(ConfigMap section)
    {
        var factories = _catalogue.Receivers.ToDictionary(f => f.Type, StringComparer.Ordinal);
        return ReadSection(section, "receiver", factories, KnownComponents.Receivers, (f, id, map) => f.Read(id, map));
    }

    private Dictionary<ComponentId, ProcessorPlan> ReadProcessors(ConfigMap section)
    {
        var factories = _catalogue.Processors.ToDictionary(f => f.Type, StringComparer.Ordinal);
        return ReadSection(section, "processor", factories, KnownComponents.Processors, (f, id, map) => f.Read(id, map));
    }

    private Dictionary<ComponentId, ExporterPlan> ReadExporters(ConfigMap section)
    {
        var factories = _catalogue.Exporters
            .SelectMany(f => f.Types.Select(type => KeyValuePair.Create(type, f)))
            .ToDictionary(StringComparer.Ordinal);
        return ReadSection(section, "exporter", factories, KnownComponents.Exporters, (f, id, map) => f.Read(id, map));
    }

    private Dictionary<ComponentId, ExtensionPlan> ReadExtensions(ConfigMap section)
    {
        var factories = _catalogue.Extensions.ToDictionary(f => f.Type, StringComparer.Ordinal);
        return ReadSection(section, "extension", factories, KnownComponents.Extensions, (f, id, map) => f.Read(id, map));
    }

    private void ReadConnectors(ConfigMap section)
    {
        var factories = _catalogue.Connectors.ToDictionary(f => f.Type, StringComparer.Ordinal);
        ReadSection(section, "connector", factories, KnownComponents.Connectors, (f, id, map) => f.Read(id, map));
    }

    /// <summary>Pipelines name connectors where they name receivers and exporters, so that one id must not mean two.</summary>
    private static void RefuseAmbiguous(ConfigMap top)
    {
        foreach (string section in (string[])["receivers", "exporters"])
        {
            ComponentId[] taken = Declared(top, section);
            foreach ((string key, _) in top.Map("connectors").Node.Entries.Where(e => taken.Contains(ComponentId.Parse(e.Key))))
            {
                top.Map("connectors").Error(key, $"'{key}' is the id of a connector and of one of the {section}: rename one of the two");
            }
        }
    }

    private Dictionary<ComponentId, TPlan> ReadSection<TFactory, TPlan>(
        ConfigMap section,
        string kind,
        Dictionary<string, TFactory> factories,
        IReadOnlyList<string> knownTypes,
        Func<TFactory, ComponentId, ConfigMap, TPlan> read)
    {
        var plans = new Dictionary<ComponentId, TPlan>();
        foreach ((string key, ConfigNode node) in section.Node.Entries)
        {
            section.Child(key);
            ComponentId id = ComponentId.Parse(key);
            if (id.Type.Length == 0 || (id.Name.Length == 0 && key.Contains('/', StringComparison.Ordinal)))
            {
                section.Error(key, $"'{key}' is not a component id; write type or type/name");
            }
            else if (!factories.TryGetValue(id.Type, out TFactory? factory))
            {
                section.Error(key, UnknownType(kind, id.Type, factories.Keys, knownTypes));
            }
            else if (!plans.TryAdd(id, read(factory, id, new ConfigMap(node, _errors))))
            {
                section.Error(key, $"the {kind} id '{id}' is defined twice");
            }
        }

        return plans;
    }

    private static string UnknownType(string kind, string type, IEnumerable<string> built, IReadOnlyList<string> known)
    {
        string[] builtTypes = [.. built];
        if (known.Contains(type))
        {
            return $"the {kind} '{type}' is known to the Collector, but not built in HotPath yet; this build has: "
                + $"{string.Join(", ", builtTypes)}";
        }

        string? near = KeyAdvice.Nearest(type, [.. builtTypes, .. known]);
        return near is null
            ? $"there is no {kind} of type '{type}'; this build has: {string.Join(", ", builtTypes)}"
            : $"there is no {kind} of type '{type}'; did you mean '{near}'?";
    }

    private static Dictionary<ComponentId, TPlan> Used<TPlan>(
        Dictionary<ComponentId, TPlan> all,
        IReadOnlyList<PipelinePlan> pipelines,
        Func<PipelinePlan, IReadOnlyList<ComponentId>> named)
    {
        var used = pipelines.SelectMany(named).ToHashSet();
        return all.Where(pair => used.Contains(pair.Key)).ToDictionary();
    }
}
