using HotPath.Components.Exporters.Shared;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HeadersSetter;

/// <summary>Reads the keys of a <c>headers_setter</c> extension (contrib/extension/headerssetterextension).</summary>
public sealed class HeadersSetterFactory : IExtensionFactory
{
    /// <inheritdoc/>
    public string Type => "headers_setter";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        IReadOnlyList<ConfigNode> entries = map.List("headers");
        if (entries.Count == 0)
        {
            map.Error("headers", "missing headers configuration: write at least one");
        }

        map.NotBuilt("additional_auth", "remove the key: an exporter has one authenticator");
        map.Done();
        return new HeadersSetterPlan(id, [.. entries.Select(entry => ReadRule(new ConfigMap(entry, map.Errors)))]);
    }

    private static HeaderRule ReadRule(ConfigMap map)
    {
        string key = map.Text("key", "");
        string action = map.OneOf("action", "upsert", "insert", "update", "upsert", "delete");
        string context = map.Text("from_context", "");
        Opaque value = map.Secret("value");
        Opaque fallback = map.Secret("default_value");
        map.NotBuilt("from_attribute", "remove the key: what an authenticator says of a sender is not kept; use from_context");
        map.NotBuilt("value_file", "remove the key, and write value: \"${file:/path}\"");
        HeaderNames.Check(map, "key", key);
        if (!map.Has("action"))
        {
            map.Warn("action", "is not written, and means upsert: write it, later versions of the Collector ask for it");
        }

        if (action != "delete")
        {
            CheckSource(map, context.Length > 0);
        }

        if (context.StartsWith("auth.", StringComparison.Ordinal))
        {
            map.NotBuilt("from_context", $"'{context}' is what an authenticator says of a sender, which is not kept: name a header");
        }

        foreach (string secret in (ReadOnlySpan<string>)["value", "default_value"])
        {
            if (!HeaderText.IsPrintable(map.Has(secret) ? map.Secret(secret).Secret : ""))
            {
                map.Error(secret, "is not printable ASCII, and no header can carry it");
            }
        }

        map.Done();
        return new HeaderRule(
            ActionOf(action), key, context.Length > 0 ? fallback : value, context.Length > 0 ? context.ToLowerInvariant() : null);
    }

    private static void CheckSource(ConfigMap map, bool hasContext)
    {
        if (hasContext && map.Has("value"))
        {
            map.Error("value", "invalid header source, must either be from_context or value: remove one of the two");
        }
        else if (!hasContext && !map.Has("value") && !map.Has("from_attribute") && !map.Has("value_file"))
        {
            map.Error("value", "missing header source, must be from_context or value: write one of the two");
        }
        else if (!hasContext && map.Has("default_value"))
        {
            map.Error("default_value", "has no effect without from_context: remove the key");
        }
    }

    private static HeaderAction ActionOf(string word) => word switch
    {
        "insert" => HeaderAction.Insert,
        "update" => HeaderAction.Update,
        "delete" => HeaderAction.Delete,
        _ => HeaderAction.Upsert,
    };
}
