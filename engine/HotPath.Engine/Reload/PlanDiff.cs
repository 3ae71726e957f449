using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Reload;

/// <summary>
/// What differs between the plan that runs and the next: a pure comparison of the configurations that they were read from, after merging
/// and expansion. A part that names an extension differs if that does. It knows no component's keys, so no component can be forgotten.
/// </summary>
public sealed class PlanDiff
{
    /// <summary>The parts of <c>service::telemetry</c> that a running process can change.</summary>
    private static readonly string[] ChangeableTelemetry = ["logs::level", "metrics::readers", "metrics::address", "traces"];

    private readonly ConfigNode _before;
    private readonly ConfigNode _after;
    private readonly ConfigComparison _comparison;
    private readonly List<PartChange> _parts = [];
    private readonly HashSet<ComponentId> _extensions = [];

    private PlanDiff(GatewayPlan before, GatewayPlan after)
    {
        _before = before.Source;
        _after = after.Source;
        _comparison = new ConfigComparison(before.Secrets.Union(after.Secrets).ToHashSet());
        ReadExtensions(before, after);
        Add(PartKind.Receiver, "receivers", before.Receivers.Keys, after.Receivers.Keys);
        Add(PartKind.Processor, "processors", Processors(before), Processors(after));
        Add(PartKind.Connector, "connectors", Connectors(before), Connectors(after));
        Add(PartKind.Exporter, "exporters", before.Exporters.Keys, after.Exporters.Keys);
        Add(PartKind.Pipeline, "service::pipelines", before.Pipelines.Select(static p => p.Id), after.Pipelines.Select(static p => p.Id));
        var telemetry = _comparison.Compare(_before["service"]?["telemetry"], _after["service"]?["telemetry"]);
        _parts.Add(new PartChange(PartKind.Telemetry, default, telemetry.Count == 0 ? ChangeKind.Kept : ChangeKind.Changed, telemetry));
    }

    /// <summary>Every part of either plan.</summary>
    public IReadOnlyList<PartChange> Parts => _parts;

    /// <summary>True if nothing differs that either plan uses.</summary>
    public bool IsEmpty => _parts.TrueForAll(static part => part.Change == ChangeKind.Kept);

    /// <summary>The paths below <c>service::telemetry</c> that differ, and that only a restart can change.</summary>
    public IReadOnlyList<string> NeedsRestart =>
    [
        .. Of(PartKind.Telemetry, default)!.Values
            .Where(static value => !ChangeableTelemetry.Any(value.IsAt))
            .Select(static value => "service::telemetry" + (value.Path.Length == 0 ? "" : $"::{value.Path}")),
    ];

    /// <summary>Compares two plans.</summary>
    public static PlanDiff Of(GatewayPlan before, GatewayPlan after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new PlanDiff(before, after);
    }

    /// <summary>A part of either plan, or null.</summary>
    public PartChange? Of(PartKind kind, ComponentId id) => _parts.Find(part => part.Kind == kind && part.Id == id);

    /// <summary>True if both plans have the part, and it is the same.</summary>
    public bool Keeps(PartKind kind, ComponentId id) => Of(kind, id) is { Change: ChangeKind.Kept };

    /// <summary>
    /// True if both plans have the part, and of its own keys none at or below these differs, nor an extension named there.
    /// </summary>
    public bool KeepsKeys(PartKind kind, ComponentId id, params ReadOnlySpan<string> keys)
    {
        if (Of(kind, id) is not { Change: ChangeKind.Kept or ChangeKind.Changed } part)
        {
            return false;
        }

        foreach (string key in keys)
        {
            if (part.Values.Any(value => value.IsAt(key)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One line: what is kept, by number, and what is not, by name, with the values that differ.</summary>
    public override string ToString()
    {
        string kept = $"kept {_parts.Count(static part => part.Change == ChangeKind.Kept)}";
        string Named(ChangeKind change, string word) =>
            string.Concat(_parts.Where(part => part.Change == change).Select(part => $"; {word} {part}"));
        return kept + Named(ChangeKind.Changed, "changed") + Named(ChangeKind.New, "new") + Named(ChangeKind.Gone, "gone");
    }

    private static IEnumerable<ComponentId> Processors(GatewayPlan plan) =>
        plan.Pipelines.SelectMany(static p => p.Processors).Select(static p => p.Id);

    private static IEnumerable<ComponentId> Connectors(GatewayPlan plan) =>
        plan.Pipelines.SelectMany(static p => p.ConnectorsIn.Concat(p.ConnectorsOut));

    /// <summary>Extensions may name each other: goes on until no further one differs for another.</summary>
    private void ReadExtensions(GatewayPlan before, GatewayPlan after)
    {
        int known;
        do
        {
            known = _extensions.Count;
            _parts.Clear();
            Add(PartKind.Extension, "extensions", before.Extensions.Select(static e => e.Id), after.Extensions.Select(static e => e.Id));
            _extensions.UnionWith(_parts.Where(static part => part.Change != ChangeKind.Kept).Select(static part => part.Id));
        }
        while (_extensions.Count > known);
    }

    private void Add(PartKind kind, string section, IEnumerable<ComponentId> before, IEnumerable<ComponentId> after)
    {
        HashSet<ComponentId> was = [.. before];
        HashSet<ComponentId> @is = [.. after];
        foreach (ComponentId id in was.Union(@is))
        {
            if (was.Contains(id) && @is.Contains(id))
            {
                ConfigNode? next = Section(_after, section, id);
                List<ValueChange> values = [.. _comparison.Compare(Section(_before, section, id), next)];
                AddReferences(next, "", values, itself: kind == PartKind.Extension ? id : null);
                _parts.Add(new PartChange(kind, id, values.Count == 0 ? ChangeKind.Kept : ChangeKind.Changed, values));
            }
            else
            {
                _parts.Add(new PartChange(kind, id, was.Contains(id) ? ChangeKind.Gone : ChangeKind.New, []));
            }
        }
    }

    /// <summary>
    /// Any text that is the id of an extension that differs is taken for its name: too much is rebuilt rather than too little.
    /// </summary>
    private void AddReferences(ConfigNode? node, string path, List<ValueChange> values, ComponentId? itself)
    {
        if (node is null || _extensions.Count == 0)
        {
            return;
        }

        if (node.Text is { } text && ComponentId.Parse(text) is var id && id != itself && _extensions.Contains(id)
            && !values.Exists(value => value.Path == path))
        {
            values.Add(new ValueChange(path, $"{path}: extension {id} differs"));
        }

        foreach ((string key, ConfigNode value) in node.Entries)
        {
            AddReferences(value, ConfigNode.Join(path, key), values, itself);
        }

        for (int i = 0; i < node.Items.Count; i++)
        {
            AddReferences(node.Items[i], $"{path}[{i}]", values, itself);
        }
    }

    private static ConfigNode? Section(ConfigNode root, string section, ComponentId id)
    {
        ConfigNode? at = root;
        foreach (string key in section.Split("::"))
        {
            at = at?[key];
        }

        return at?.Entries.FirstOrDefault(entry => ComponentId.Parse(entry.Key) == id).Value;
    }
}
