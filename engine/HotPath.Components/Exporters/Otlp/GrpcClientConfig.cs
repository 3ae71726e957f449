using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Core.Compression;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Reads the keys that a configgrpc client adds to its exporter's map; defaults and checks are the Collector's.</summary>
internal static class GrpcClientConfig
{
    /// <summary>grpc-go pings no more often than this, whatever <c>keepalive::time</c> says.</summary>
    internal static readonly TimeSpan LeastKeepaliveTime = TimeSpan.FromSeconds(10);

    /// <summary>The shortest wait for a ping's answer: what .NET's client can do, and what a busy peer needs.</summary>
    internal static readonly TimeSpan LeastKeepaliveTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan DefaultKeepaliveTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GrpcKeepaliveTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Reads the keys.</summary>
    /// <param name="map">The exporter's map.</param>
    /// <param name="compression">What an absent <c>compression</c> means: <c>gzip</c> for the OTLP exporters.</param>
    public static GrpcClientPlan Read(ConfigMap map, string compression)
    {
        GrpcEndpoint? endpoint = GrpcEndpoint.Parse(map.Text("endpoint", ""), out string fault);
        if (endpoint is null)
        {
            map.Error("endpoint", fault);
        }

        TlsClientPlan tls = TlsClientConfig.Read(map.Map("tls"), out string serverName, out bool insecure);
        bool plaintext = insecure && endpoint is not { IsHttps: true };
        if (endpoint is { IsHttp: true } && !insecure)
        {
            map.Warn("endpoint", "http:// does not turn TLS off, as in the Collector: for plaintext write tls: {insecure: true}");
        }

        RefuseUnbuilt(map);
        GrpcTransportKind transport = ReadTransport(map, endpoint);
        if (transport == GrpcTransportKind.HttpClient && tls.Reloads)
        {
            map.Map("tls").Error("reload_interval", "hotpath::transport httpclient reads its certificate once; remove one of the two");
        }

        return new GrpcClientPlan(
            endpoint ?? default,
            plaintext ? null : tls,
            ReadCompression(map, compression),
            ReadKeepalive(map),
            GrpcHeadersConfig.Read(map),
            ReadPrintable(map, "user_agent") is { Length: > 0 } agent ? agent : UserAgent.Default,
            ReadAuthority(map, serverName),
            ReadBalancer(map, transport),
            map.Flag("wait_for_ready", false),
            transport)
        {
            Auth = AuthConfig.Read(map, AuthRole.GrpcClient) is { } auth ? auth with { IsPlaintext = plaintext } : null,
        };
    }

    private static Compression ReadCompression(ConfigMap map, string absent)
    {
        string word = map.OneOf("compression", absent, "gzip", "snappy", "zstd", "none", "");

        // grpc-go's «snappy» is the framing format.
        return word switch
        {
            "gzip" => Compression.Gzip,
            "snappy" => new Compression("snappy", Codec.SnappyFramed),
            "zstd" when CompressionConfig.IsThere(map, word, Codec.Zstd) => new Compression("zstd", Codec.Zstd),
            _ => Compression.None,
        };
    }

    private static KeepalivePlan? ReadKeepalive(ConfigMap map)
    {
        ConfigMap keepalive = map.Map("keepalive");
        TimeSpan time = keepalive.Duration("time", LeastKeepaliveTime);
        TimeSpan timeout = keepalive.Duration("timeout", DefaultKeepaliveTimeout);
        bool withoutStream = keepalive.Flag("permit_without_stream", false);
        keepalive.Done();
        if (time < LeastKeepaliveTime)
        {
            keepalive.Warn("time", $"is raised to {GoDuration.Format(LeastKeepaliveTime)}, as grpc-go does");
        }

        timeout = timeout == TimeSpan.Zero ? GrpcKeepaliveTimeout : timeout;
        if (timeout < LeastKeepaliveTimeout)
        {
            keepalive.Warn("timeout", $"is raised to {GoDuration.Format(LeastKeepaliveTimeout)}, the least that HotPath waits for");
        }

        return keepalive.Node.IsNull
            ? null
            : new KeepalivePlan(Max(time, LeastKeepaliveTime), Max(timeout, LeastKeepaliveTimeout), withoutStream);
    }

    private static string ReadAuthority(ConfigMap map, string serverName)
    {
        string authority = ReadPrintable(map, "authority");
        if (authority.Length > 0 && serverName.Length > 0 && authority != serverName)
        {
            map.Error("authority", $"'{authority}' and tls::server_name_override '{serverName}' both name the server; write one of them");
        }

        return authority.Length > 0 ? authority : serverName;
    }

    private static string ReadPrintable(ConfigMap map, string key)
    {
        string text = map.Text(key, "");
        if (HeaderText.IsPrintable(text))
        {
            return text;
        }

        map.Error(key, $"'{text}' has characters that no header can carry; use printable ASCII");
        return "";
    }

    /// <summary>
    /// Keys of the Collector's that this build cannot serve: refused where they ask for something, warned of where they tune.
    /// </summary>
    private static void RefuseUnbuilt(ConfigMap map)
    {
        map.NotBuilt("middlewares");
        foreach (string key in (ReadOnlySpan<string>)["read_buffer_size", "write_buffer_size"])
        {
            if (map.Integer(key, 0, 0, int.MaxValue) > 0)
            {
                map.Warn(key, "has no effect: messages are sent from where they lie, and responses are short; remove the key");
            }
        }
    }

    private static GrpcBalancer ReadBalancer(ConfigMap map, GrpcTransportKind transport)
    {
        string word = map.OneOf("balancer_name", "round_robin", "round_robin", "pick_first", "");
        if (word == "round_robin" && transport == GrpcTransportKind.HttpClient && map.Has("balancer_name"))
        {
            map.Warn("balancer_name", "hotpath::transport httpclient has one connection, to the first address that answers: pick_first");
        }

        return word == "pick_first" ? GrpcBalancer.PickFirst : GrpcBalancer.RoundRobin;
    }

    private static GrpcTransportKind ReadTransport(ConfigMap map, GrpcEndpoint? endpoint)
    {
        ConfigMap own = map.Map("hotpath");
        bool isHttpClient = own.OneOf("transport", "own", "own", "httpclient") == "httpclient";
        own.Done();
        if (isHttpClient && endpoint is { UnixPath.Length: > 0 })
        {
            own.Error("transport", "httpclient cannot reach a unix socket; remove the key");
        }

        if (isHttpClient && map.Flag("wait_for_ready", false))
        {
            own.Error("transport", "httpclient does not know wait_for_ready; remove one of the two");
        }

        return isHttpClient ? GrpcTransportKind.HttpClient : GrpcTransportKind.Own;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
