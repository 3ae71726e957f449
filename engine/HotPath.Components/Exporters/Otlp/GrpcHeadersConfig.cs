using System.Text;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// Reads a configgrpc client's <c>headers</c>: gRPC metadata, written as a map or as a list of <c>{name, value}</c>. Values are secrets.
/// </summary>
internal static class GrpcHeadersConfig
{
    // What gRPC or HTTP/2 writes itself. The Collector drops these without a word; here there is a warning.
    private static readonly HashSet<string> Reserved =
    [
        "connection", "content-length", "content-type", "expect", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding",
        "upgrade", "user-agent",
    ];

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

    private static void Add(List<KeyValuePair<string, Opaque>> headers, ConfigMap map, string key, string written, Opaque value)
    {
        string name = written.ToLowerInvariant();
        if (name.Length == 0 || !name.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c) || c is '-' or '_' or '.'))
        {
            map.Error(key, $"'{written}' is not a header's name: letters, digits, '-', '_' and '.' only");
        }
        else if (Reserved.Contains(name) || name.StartsWith("grpc-", StringComparison.Ordinal))
        {
            map.Warn(key, $"'{written}' is written by gRPC itself and is not sent, as in the Collector: {Advice(name)}");
        }
        else if (headers.Any(header => header.Key == name))
        {
            map.Error(key, $"the header '{written}' is written twice; remove one");
        }
        else if (Wire(name, value) is { } wire)
        {
            headers.Add(KeyValuePair.Create(name, wire));
        }
        else
        {
            map.Error(key, $"the value of '{written}' is not printable ASCII, and no header can carry it unless its name ends in -bin");
        }
    }

    private static string Advice(string name) => name switch
    {
        "user-agent" => "use user_agent",
        "host" => "use authority",
        "grpc-encoding" => "use compression",
        "grpc-timeout" => "use timeout",
        _ => "remove it",
    };

    /// <summary>The value as it goes over the wire: that of a name ending in <c>-bin</c> as base64 without padding.</summary>
    private static Opaque? Wire(string name, Opaque value)
    {
        if (name.EndsWith("-bin", StringComparison.Ordinal))
        {
            return new Opaque(Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Secret)).TrimEnd('='));
        }

        return HeaderText.IsPrintable(value.Secret) ? value : null;
    }
}
