using System.Net;
using System.Text;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// The HTTP proxy that gRPC connections go through: <c>HTTPS_PROXY</c>, for plaintext too, unless <c>NO_PROXY</c> names the target, as in
/// grpc-go. Lower case wins over upper. A loopback target never goes through one.
/// </summary>
/// <param name="Host">The proxy's name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Credentials"><c>user:password</c> in base64; null for none.</param>
internal sealed record ProxySettings(string Host, int Port, string? Credentials)
{
    /// <summary>The proxy for a target; null for none.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="host">The target's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="InvalidOperationException">The variable's value is no proxy's URL.</exception>
    public static ProxySettings? For(Func<string, string?> variable, string host, int port)
    {
        string? text = Read(variable, "https_proxy");
        if (text is null || IsLoopback(host) || IsExcluded(Read(variable, "no_proxy") ?? "", host, port))
        {
            return null;
        }

        string url = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? proxy) || proxy.Scheme is not ("http" or "https") || proxy.Host.Length == 0)
        {
            throw new InvalidOperationException("HTTPS_PROXY is not a proxy's URL: write http://host:port, or unset it");
        }

        string? credentials = proxy.UserInfo.Length == 0
            ? null
            : Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(proxy.UserInfo)));
        return new ProxySettings(proxy.IdnHost.Trim('[', ']'), proxy.Port, credentials);
    }

    /// <summary>No password in logs.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static string? Read(Func<string, string?> variable, string lowerName)
    {
        string? lower = variable(lowerName);
        string? text = string.IsNullOrEmpty(lower) ? variable(lowerName.ToUpperInvariant()) : lower;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>A list of names (with all below them), addresses, networks, each with a port or without; or * for everything.</summary>
    private static bool IsExcluded(string list, string host, int port)
    {
        foreach (string entry in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry == "*" || Matches(entry, host, port))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string entry, string host, int port)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return entry.Contains('/', StringComparison.Ordinal)
                ? IPNetwork.TryParse(entry, out IPNetwork network) && network.Contains(address)
                : IPEndPoint.TryParse(entry, out IPEndPoint? one) && one.Address.Equals(address) && (one.Port == 0 || one.Port == port);
        }

        int colon = entry.LastIndexOf(':');
        if (colon >= 0)
        {
            if (entry[(colon + 1)..] != port.ToString())
            {
                return false;
            }

            entry = entry[..colon];
        }

        string name = entry.TrimStart('*').TrimStart('.');
        bool onlyBelow = entry.StartsWith('.') || entry.StartsWith('*');
        return (!onlyBelow && host.Equals(name, StringComparison.OrdinalIgnoreCase))
            || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }
}
