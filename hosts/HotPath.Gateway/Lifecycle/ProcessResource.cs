using HotPath.Engine.Plan;
using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary>
/// What identifies this process in its log and in <c>target_info</c>: three attributes, and what <c>service::telemetry::resource</c> adds,
/// replaces or (null) removes. Sorted by name, as the Collector's lines are.
/// </summary>
internal sealed class ProcessResource
{
    public ProcessResource(TelemetryPlan plan)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["service.instance.id"] = Guid.NewGuid().ToString(),
            ["service.name"] = "hotpath",
            ["service.version"] = VersionAction.Version,
        };
        foreach ((string name, string? value) in plan.Resource)
        {
            attributes.Remove(name);
            if (value is not null)
            {
                attributes[name] = value;
            }
        }

        Labels = [.. attributes];
    }

    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>The same, as fields of the log.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Fields =>
        [.. Labels.Select(static a => KeyValuePair.Create<string, object?>(a.Key, a.Value))];
}
