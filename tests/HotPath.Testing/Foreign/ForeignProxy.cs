namespace HotPath.Testing.Foreign;

/// <summary>nginx and haproxy passing gRPC calls on, one port for each route, all of it HTTP/2.</summary>
public static class ForeignProxy
{
    /// <summary>nginx's log, in the server's folder; it has what its processes do.</summary>
    public const string NginxLog = "error.log";

    /// <summary>Starts nginx with a worker of its own, so that it can be told to load its configuration again (SIGHUP).</summary>
    /// <param name="routes">Its ports.</param>
    /// <param name="requestsPerConnection">After so many requests it tells a client to take another connection (GOAWAY).</param>
    public static Task<ForeignServer> StartNginxAsync(IReadOnlyList<ProxyRoute> routes, int requestsPerConnection = 1000) =>
        ForeignServer.StartAsync("nginx", routes.Count, (ports, folder) =>
        {
            string config = Path.Combine(folder, "nginx.conf");
            File.WriteAllText(config, NginxConfig.Of(routes, ports, folder, requestsPerConnection));
            return ["-e", Path.Combine(folder, NginxLog), "-c", config];
        });

    /// <summary>Starts haproxy.</summary>
    public static Task<ForeignServer> StartHaproxyAsync(IReadOnlyList<ProxyRoute> routes) =>
        ForeignServer.StartAsync("haproxy", routes.Count, (ports, folder) =>
        {
            string config = Path.Combine(folder, "haproxy.cfg");
            File.WriteAllText(config, HaproxyConfig.Of(routes, ports, folder));
            return ["-db", "-f", config];
        });
}
