using HotPath.Testing.Tls;

namespace HotPath.Testing.Foreign;

/// <summary>What haproxy needs to pass gRPC on. It wants a certificate and its key in one file.</summary>
internal static class HaproxyConfig
{
    public static string Of(IReadOnlyList<ProxyRoute> routes, int[] ports, string folder) =>
        $"""
        defaults
          mode http
          timeout connect 30s
          timeout client 60s
          timeout server 60s
        {string.Concat(routes.Select((route, i) => Pair(route, i, ports[i], folder)))}
        """;

    private static string Pair(ProxyRoute route, int number, int port, string folder) =>
        $"""
        frontend in{number}
          bind 127.0.0.1:{port} {Listening(route.Listen, Path.Combine(folder, $"in{number}.pem"))}
          default_backend out{number}
        backend out{number}
          server one {route.Upstream} {Connecting(route.Connect, Path.Combine(folder, $"out{number}.pem"))}

        """;

    private static string Listening(TlsFiles? files, string joined) => files is null
        ? "proto h2"
        : $"ssl crt {Join(files, joined)} alpn h2" + (files.CaFile is null ? "" : $" ca-file {files.CaFile} verify required");

    private static string Connecting(TlsFiles? files, string joined) => files is null
        ? "proto h2"
        : $"ssl verify required ca-file {files.CaFile} verifyhost localhost sni str(localhost) alpn h2"
            + (files.CertFile is null ? "" : $" crt {Join(files, joined)}");

    private static string Join(TlsFiles files, string to)
    {
        File.WriteAllText(to, File.ReadAllText(files.CertFile!) + "\n" + File.ReadAllText(files.KeyFile!));
        return to;
    }
}
