using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// Reads a confighttp client's <c>headers</c>, written as a map or as a list of <c>{name, value}</c>. Values are secrets.
/// </summary>
internal static class HttpHeadersConfig
{
    // What HTTP/1.1 or the exporter writes itself, and which key of the configuration decides it.
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accept-encoding"] = "remove it: answers are a few bytes",
        ["connection"] = "use disable_keep_alives",
        ["content-encoding"] = "use compression",
        ["content-length"] = "remove it",
        ["content-type"] = "use encoding",
        ["expect"] = "remove it",
        ["keep-alive"] = "use idle_conn_timeout",
        ["proxy-connection"] = "remove it",
        ["te"] = "remove it",
        ["trailer"] = "remove it",
        ["transfer-encoding"] = "remove it",
        ["upgrade"] = "remove it",
    };

    /// <summary>Reads the key out of its exporter's map.</summary>
    public static IReadOnlyList<KeyValuePair<string, Opaque>> Read(ConfigMap map)
    {
        var headers = new List<KeyValuePair<string, Opaque>>();
        if (map.Child("headers") is { IsList: true } list)
        {
            foreach (ConfigNode item in list.Items)
            {
                var entry = new ConfigMap(item, map.Errors);
                Add(headers, entry, "name", entry.Text("name", ""), entry.Secret("value"));
                entry.Done();
            }
        }
        else
        {
            ConfigMap entries = map.Map("headers");
            foreach ((string name, ConfigNode _) in entries.Node.Entries)
            {
                Add(headers, entries, name, name, entries.Secret(name));
            }
        }

        return headers;
    }

    private static void Add(List<KeyValuePair<string, Opaque>> headers, ConfigMap map, string key, string name, Opaque value)
    {
        if (name.Length == 0 || !name.All(IsTokenCharacter))
        {
            map.Error(key, $"'{name}' is not a header's name");
        }
        else if (Reserved.TryGetValue(name, out string? advice))
        {
            map.Error(key, $"the header '{name}' is the exporter's own to write: {advice}");
        }
        else if (headers.Any(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)))
        {
            map.Error(key, $"the header '{name}' is written twice; remove one");
        }
        else if (!HeaderText.IsPrintable(value.Secret))
        {
            map.Error(key, $"the value of '{name}' is not printable ASCII, and no header can carry it");
        }
        else
        {
            headers.Add(KeyValuePair.Create(name, value));
        }
    }

    // RFC 9110, section 5.6.2: tchar.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
