using HotPath.Engine.Config;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads <c>response_headers</c>: headers that go with every answer. Values are secrets.</summary>
internal static class HttpResponseHeadersConfig
{
    /// <summary>What frames a message (RFC 9112 section 6): the server writes these itself.</summary>
    private static readonly string[] Framing = ["content-length", "transfer-encoding", "connection"];

    /// <summary>Reads the map.</summary>
    public static IReadOnlyList<KeyValuePair<string, Opaque>> Read(ConfigMap headers)
    {
        var read = new List<KeyValuePair<string, Opaque>>();
        foreach ((string name, ConfigNode _) in headers.Node.Entries)
        {
            Opaque value = headers.Secret(name);
            if (!IsName(name) || Framing.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                headers.Error(name, $"'{name}' is not the name of a header that can be set");
            }
            else if (value.Secret.Any(c => c is not '\t' and (< ' ' or > '~')))
            {
                headers.Error(name, $"the value of '{name}' is not printable ASCII, and no header can carry it");
            }
            else
            {
                read.Add(KeyValuePair.Create(name, value));
            }
        }

        return read;
    }

    /// <summary>True for a token (RFC 9110 section 5.6.2).</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
