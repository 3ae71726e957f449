using HotPath.Components.Ottl;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Filter;

/// <summary>Reads the keys of a <c>filter</c> processor (collector-contrib/processor/filterprocessor).</summary>
public sealed class FilterFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "filter";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        ErrorMode mode = OttlReader.Mode(map, ErrorMode.Ignore);
        ConfigMap traces = map.Map("traces");
        ConfigMap metrics = map.Map("metrics");
        ConfigMap logs = map.Map("logs");
        ConfigMap spans = map.Map("spans");
        var plan = new FilterPlan(
            id,
            OneForm(map, "trace_conditions", traces, new SignalFilter
            {
                Groups =
                [
                    .. Listed(traces, "resource", ContextKind.Resource, mode),
                    .. Listed(traces, "span", ContextKind.Span, mode),
                    .. Listed(traces, "spanevent", ContextKind.SpanEvent, mode),
                ],
                Include = ItemMatchReader.Read(spans, "include"),
                Exclude = ItemMatchReader.Read(spans, "exclude"),
            }, ConditionsReader.Read(map, "trace_conditions", Signal.Traces, mode)),
            OneForm(map, "metric_conditions", metrics, new SignalFilter
            {
                Groups =
                [
                    .. Listed(metrics, "resource", ContextKind.Resource, mode),
                    .. Listed(metrics, "metric", ContextKind.Metric, mode),
                    .. Listed(metrics, "datapoint", ContextKind.DataPoint, mode),
                ],
                Include = LegacyReader.Metrics(metrics, "include"),
                Exclude = LegacyReader.Metrics(metrics, "exclude"),
            }, ConditionsReader.Read(map, "metric_conditions", Signal.Metrics, mode)),
            OneForm(map, "log_conditions", logs, new SignalFilter
            {
                Groups = [.. Listed(logs, "resource", ContextKind.Resource, mode), .. Listed(logs, "log_record", ContextKind.Log, mode)],
                Include = LegacyReader.Logs(logs, "include"),
                Exclude = LegacyReader.Logs(logs, "exclude"),
            }, ConditionsReader.Read(map, "log_conditions", Signal.Logs, mode)));
        ConfigMap cache = metrics.Map("regexp");
        cache.Flag("cacheenabled", false);
        cache.Integer("cachemaxnumentries", 0, 0);
        map.NotBuilt("profiles");
        map.NotBuilt("profile_conditions");
        map.Done();
        return plan;
    }

    private static IEnumerable<FilterGroup> Listed(ConfigMap map, string key, ContextKind context, ErrorMode mode)
    {
        var conditions = new List<CompiledCondition>();
        foreach ((ConfigNode node, string text) in OttlReader.Texts(map, key))
        {
            if (OttlReader.Compile(map, node, () => OttlCompiler.Condition(text, context)) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions.Count == 0 ? [] : [new FilterGroup(context, conditions, mode)];
    }

    /// <summary>Either form may be written for a signal, not both; nor conditions beside include and exclude.</summary>
    private static SignalFilter OneForm(ConfigMap map, string key, ConfigMap older, SignalFilter old, IReadOnlyList<FilterGroup> groups)
    {
        if (old.Groups.Count > 0 && (old.Include ?? old.Exclude) is not null)
        {
            map.Errors.Add(
                older.Node.Position, older.Node.Path, "conditions and include or exclude can't be used together; write conditions only");
        }

        if (groups.Count > 0 && !old.IsEmpty)
        {
            map.Error(key, $"{key} and {older.Node.Path.Split("::")[^1]} can't be used together; write {key} only");
        }

        return groups.Count > 0 ? new SignalFilter { Groups = groups } : old;
    }
}
