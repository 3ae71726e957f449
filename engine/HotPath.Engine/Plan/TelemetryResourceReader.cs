using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// Reads <c>service::telemetry::resource</c>: <c>attributes: [{name: …, value: …}]</c>, or the attributes themselves as a map. Null removes
/// one.
/// </summary>
internal static class TelemetryResourceReader
{
    /// <summary>The keys of the declarative form, besides <c>attributes</c>.</summary>
    private static readonly string[] Declarative = ["schema_url", "attributes_list", "detectors", "detection/development"];

    public static IReadOnlyList<KeyValuePair<string, string?>> Read(ConfigMap telemetry)
    {
        ConfigMap resource = telemetry.Map("resource");
        foreach (string key in Declarative)
        {
            resource.NotBuilt(key);
        }

        if (resource.Has("attributes") && resource.Child("attributes") is { IsList: true } or { IsNull: true })
        {
            foreach (string key in Inline(resource).Where(static key => key != "attributes"))
            {
                resource.Child(key);
                resource.Error(key, "resource::attributes cannot be used together with inline resource attributes: move it into the list");
            }

            return [.. resource.List("attributes").Select(item => ReadAttribute(new ConfigMap(item, telemetry.Errors)))];
        }

        return [.. Inline(resource).Select(key => KeyValuePair.Create(key, ValueOf(resource, key)))];
    }

    private static IEnumerable<string> Inline(ConfigMap resource) =>
        resource.Node.Entries.Select(static entry => entry.Key).Where(static key => !Declarative.Contains(key));

    private static KeyValuePair<string, string?> ReadAttribute(ConfigMap map)
    {
        string name = map.Text("name", "");
        if (name.Length == 0)
        {
            map.Error("name", "an attribute needs a name: write {name: service.name, value: my-gateway}");
        }

        string? value = ValueOf(map, "value");
        map.OneOf("type", "string", "string", "bool", "int", "double");
        map.Done();
        return KeyValuePair.Create(name, value);
    }

    private static string? ValueOf(ConfigMap map, string key)
    {
        ConfigNode? node = map.Child(key);
        if (node is { IsMap: true } or { IsList: true })
        {
            map.Error(key, "must be text, a number or a flag: an attribute of the gateway's own resource has one value");
        }

        return node is null or { IsNull: true } ? null : node.Text;
    }
}
