using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads what a server's <c>endpoint</c> says: <c>host:port</c>, <c>:port</c>, <c>0.0.0.0:port</c>, <c>[::]:port</c>.</summary>
internal static class ListenEndpoint
{
    /// <summary>Reads the key <c>endpoint</c>; a mistake goes to the map's errors, and the default comes back.</summary>
    public static NetworkAddress Read(ConfigMap map, string defaultEndpoint)
    {
        string endpoint = map.Text("endpoint", defaultEndpoint);
        int defaultPort = int.Parse(defaultEndpoint[(defaultEndpoint.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        if (!TryParse(endpoint, defaultPort, map.PositionOf("endpoint"), out NetworkAddress address, out string? fault))
        {
            map.Error("endpoint", fault);
        }

        return address;
    }

    /// <summary>Reads an endpoint; on false, <paramref name="fault"/> says what is wrong and what to write instead.</summary>
    public static bool TryParse(
        string text, int defaultPort, ConfigPosition position, out NetworkAddress address, [NotNullWhen(false)] out string? fault)
    {
        address = new NetworkAddress("localhost", defaultPort, position);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            fault = $"\"{text}\" must be host:port without a scheme: write {text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..]}";
            return false;
        }

        int colon = text.LastIndexOf(':');
        bool insideBrackets = colon < text.LastIndexOf(']');
        if (colon < 0 || insideBrackets)
        {
            fault = $"\"{text}\" has no port: write {(text.Length == 0 ? "localhost" : text)}:{defaultPort}";
            return false;
        }

        string host = text[..colon];
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > ushort.MaxValue)
        {
            fault = $"\"{text}\" has no valid port: \"{text[(colon + 1)..]}\" must be a number from 0 to 65535";
            return false;
        }

        return TryHost(host, port, text, ref address, out fault);
    }

    private static bool TryHost(string host, int port, string text, ref NetworkAddress address, [NotNullWhen(false)] out string? fault)
    {
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        string bare = bracketed ? host[1..^1] : host;
        bool isV6 = bare.Contains(':', StringComparison.Ordinal);
        if (isV6 && !bracketed)
        {
            fault = $"\"{text}\" has too many colons: an IPv6 address stands in brackets, [{bare}]:{port}";
            return false;
        }

        if (bracketed && !(isV6 && IPAddress.TryParse(bare, out _)))
        {
            fault = $"\"{text}\": \"{bare}\" in brackets must be an IPv6 address";
            return false;
        }

        if (bare.Any(char.IsWhiteSpace))
        {
            fault = $"\"{text}\" must not contain spaces";
            return false;
        }

        address = address with { Host = bare, Port = port };
        fault = null;
        return true;
    }
}
