using System.Globalization;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Where an exporter connects to, out of a configgrpc <c>endpoint</c>.</summary>
/// <param name="Host">A name or an IP literal without brackets.</param>
/// <param name="Port">The port, 1 to 65535.</param>
/// <param name="IsHttps">True if the text began with <c>https://</c>, which turns TLS on whatever <c>tls::insecure</c> says.</param>
/// <param name="IsHttp">True if the text began with <c>http://</c>, which does not turn TLS off.</param>
internal readonly record struct GrpcEndpoint(string Host, int Port, bool IsHttps, bool IsHttp)
{
    private const string Http = "http://";
    private const string Https = "https://";

    // «Let gRPC resolve the name by DNS», which is what happens anyway.
    private static readonly string[] PlainSchemes = ["dns:///", "passthrough:///"];

    /// <summary><c>host:port</c>, with brackets around an IPv6 literal.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads an endpoint; otherwise null, and what is wrong and what to write instead.</summary>
    public static GrpcEndpoint? Parse(string text, out string fault)
    {
        bool https = text.StartsWith(Https, StringComparison.Ordinal);
        bool http = text.StartsWith(Http, StringComparison.Ordinal);
        string address = Strip(text);
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 || address.StartsWith("unix:", StringComparison.Ordinal))
        {
            string name = scheme >= 0 ? address[..scheme] : "unix";
            fault = $"'{text}': the scheme '{name}' is known to gRPC, but not built in HotPath yet: write host:port";
            return null;
        }

        if (address.Length == 0)
        {
            fault = "requires a non-empty \"endpoint\": write host:port, such as localhost:4317";
            return null;
        }

        return ParseAddress(text, address, out fault) is ({ } host, int port) ? new GrpcEndpoint(host, port, https, http) : null;
    }

    private static string Strip(string text)
    {
        foreach (string prefix in (ReadOnlySpan<string>)[Http, Https, .. PlainSchemes])
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return text[prefix.Length..];
            }
        }

        return text;
    }

    private static (string Host, int Port)? ParseAddress(string text, string address, out string fault)
    {
        int colon = address.LastIndexOf(':');
        bool bracketed = address.StartsWith('[');
        if (colon < 0 || address.EndsWith(']'))
        {
            fault = $"address '{text}': missing port in address; OTLP over gRPC has 4317: write {address}:4317";
            return null;
        }

        string host = address[..colon];
        if (bracketed ? !host.EndsWith(']') : host.Contains(':', StringComparison.Ordinal))
        {
            fault = $"address '{text}': too many colons in address; write an IPv6 address in brackets: [::1]:4317";
            return null;
        }

        string port = address[(colon + 1)..];
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 65535)
        {
            fault = $"address '{text}': invalid port '{port}'; a port is a number from 1 to 65535, and nothing follows it";
            return null;
        }

        fault = "";
        host = bracketed ? host[1..^1] : host;
        return (host.Length == 0 ? "localhost" : host, number);
    }
}
