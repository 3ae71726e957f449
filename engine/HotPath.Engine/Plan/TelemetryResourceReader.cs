using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// Reads <c>service::telemetry::resource</c>: <c>attributes: [{name: …, value: …}]</c>, or the attributes themselves as a map. Null removes one.
/// </summary>
internal static class TelemetryResourceReader
{
    public static IReadOnlyList<KeyValuePair<string, string?>> Read(ConfigMap telemetry)
    {
        ConfigMap resource = telemetry.Map("resource");
        if (resource.Has("attributes") && resource.Child("attributes") is { IsList: true })
        {
            resource.NotBuilt("schema_url");
            resource.NotBuilt("attributes_list");
            resource.NotBuilt("detectors");
            resource.NotBuilt("detection/development");
            return [.. resource.List("attributes").Select(item => ReadAttribute(new ConfigMap(item, telemetry.Errors)))];
        }

        return [.. resource.Node.Entries.Select(entry => KeyValuePair.Create(entry.Key, ValueOf(resource, entry.Key)))];
    }

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
