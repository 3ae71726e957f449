using HotPath.Engine.Config;

namespace HotPath.Components.Extensions.Shared;

/// <summary>Which headers an authenticator may be told to write or read.</summary>
internal static class HeaderNames
{
    /// <summary>What HTTP, gRPC or the exporter writes itself.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    };

    /// <summary>True if the name can be a header's; else it is an error at this key.</summary>
    public static bool Check(ConfigMap map, string key, string name)
    {
        string? fault = name switch
        {
            "" => "missing header name: write one",
            _ when !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') =>
                $"'{name}' is not a header's name: letters, digits, '-', '_' and '.' only",
            _ when Reserved.Contains(name) || name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) =>
                $"the header '{name}' belongs to the protocol: name another",
            _ when name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase) =>
                $"'{name}' would be binary over gRPC, which is not built in HotPath yet: name another",
            _ => null,
        };
        if (fault is not null)
        {
            map.Error(key, fault);
        }

        return fault is null;
    }
}
