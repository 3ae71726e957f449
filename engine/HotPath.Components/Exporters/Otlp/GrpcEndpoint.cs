using System.Globalization;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Where an exporter connects to, out of a configgrpc <c>endpoint</c>.</summary>
/// <param name="Host">A name or an IP literal without brackets; <c>localhost</c> for a unix socket, as in grpc-go.</param>
/// <param name="Port">The port, 1 to 65535; 0 for a unix socket.</param>
/// <param name="IsHttps">True if the text began with <c>https://</c>, which turns TLS on whatever <c>tls::insecure</c> says.</param>
/// <param name="IsHttp">True if the text began with <c>http://</c>, which does not turn TLS off.</param>
internal readonly record struct GrpcEndpoint(string Host, int Port, bool IsHttps, bool IsHttp)
{
    private const string Unix = "unix:";
    private const string UnixAbstract = "unix-abstract:";
    private const string Http = "http://";
    private const string Https = "https://";

    // «Let gRPC resolve the name by DNS», which is what happens anyway.
    private static readonly string[] PlainSchemes = ["dns:///", "passthrough:///"];

    /// <summary><c>host:port</c>, with brackets around an IPv6 literal.</summary>
    public string Authority => Port == 0 ? Host : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>The unix socket's path, beginning with a zero if it is an abstract name; empty for TCP.</summary>
    public string UnixPath { get; private init; } = "";

    /// <summary>Reads an endpoint; otherwise null, and what is wrong and what to write instead.</summary>
    public static GrpcEndpoint? Parse(string text, out string fault)
    {
        bool https = text.StartsWith(Https, StringComparison.Ordinal);
        bool http = text.StartsWith(Http, StringComparison.Ordinal);
        string address = Strip(text);
        if (address.StartsWith(Unix, StringComparison.Ordinal) || address.StartsWith(UnixAbstract, StringComparison.Ordinal))
        {
            return ParseUnix(text, address, out fault);
        }

        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            string name = address[..scheme];
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

    /// <summary><c>unix:path</c>, <c>unix:///absolute/path</c> or <c>unix-abstract:name</c>.</summary>
    private static GrpcEndpoint? ParseUnix(string text, string address, out string fault)
    {
        bool isAbstract = address.StartsWith(UnixAbstract, StringComparison.Ordinal);
        string path = address[(isAbstract ? UnixAbstract : Unix).Length..];
        bool hasSlashes = path.StartsWith("//", StringComparison.Ordinal);
        path = hasSlashes ? path[2..] : path;
        if (path.Length == 0 || (hasSlashes && !path.StartsWith('/')))
        {
            fault = $"'{text}': there is no path to a unix socket in it; write unix:///run/otlp.sock";
            return null;
        }

        fault = "";
        return new GrpcEndpoint("localhost", 0, IsHttps: false, IsHttp: false) { UnixPath = isAbstract ? "\0" + path : path };
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
