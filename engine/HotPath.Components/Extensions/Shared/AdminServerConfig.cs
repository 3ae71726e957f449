using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Engine.Config;

namespace HotPath.Components.Extensions.Shared;

/// <summary>
/// Reads what an extension's own server takes of the Collector's <c>confighttp</c> and <c>configgrpc</c> server blocks: where it listens,
/// TLS, headers. The bounds of such a server are fixed (<c>AdminHost</c>), so the keys that set them are refused by name.
/// </summary>
internal static class AdminServerConfig
{
    private static readonly string[] UnbuiltOfHttp =
    [
        "cors", "auth", "dialer", "max_request_body_size", "include_metadata", "compression_algorithms", "read_timeout",
        "read_header_timeout", "write_timeout", "idle_timeout", "keep_alives_enabled", "middlewares",
    ];

    private static readonly string[] UnbuiltOfGrpc =
    [
        "auth", "dialer", "max_recv_msg_size_mib", "max_concurrent_streams", "read_buffer_size", "write_buffer_size", "keepalive",
        "include_metadata", "middlewares",
    ];

    /// <summary>Reads an HTTP server's keys from the map that holds them.</summary>
    /// <param name="map">The extension's own map, or a block of it.</param>
    /// <param name="defaultEndpoint">The default of <c>endpoint</c>.</param>
    /// <param name="block">The block's name in front of its keys; empty for the extension's own map.</param>
    public static AdminServerPlan ReadHttp(ConfigMap map, string defaultEndpoint, string block = "")
    {
        var plan = new AdminServerPlan(ListenEndpoint.Read(map, defaultEndpoint), block + "endpoint")
        {
            Tls = TlsServerConfig.Read(map),
            ResponseHeaders = HttpResponseHeadersConfig.Read(map.Map("response_headers")),
        };
        Refuse(map, UnbuiltOfHttp);
        return plan;
    }

    /// <summary>Reads a gRPC server's keys.</summary>
    public static AdminServerPlan ReadGrpc(ConfigMap map, string defaultEndpoint, string block)
    {
        var plan = new AdminServerPlan(ListenEndpoint.Read(map, defaultEndpoint), block + "endpoint") { Tls = TlsServerConfig.Read(map) };
        Refuse(map, UnbuiltOfGrpc);
        return plan;
    }

    private static void Refuse(ConfigMap map, string[] unbuilt)
    {
        map.OneOf("transport", "tcp", "tcp");
        foreach (string key in unbuilt)
        {
            map.NotBuilt(key);
        }
    }
}
