using HotPath.Components.Exporters.Shared;
using HotPath.Core.Compression;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Reads the keys that a configgrpc client adds to its exporter's map; defaults and checks are the Collector's.</summary>
internal static class GrpcClientConfig
{
    /// <summary>grpc-go pings no more often than this, whatever <c>keepalive::time</c> says.</summary>
    internal static readonly TimeSpan LeastKeepaliveTime = TimeSpan.FromSeconds(10);

    /// <summary>.NET waits at least so long for a ping's answer.</summary>
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
        return new GrpcClientPlan(
            endpoint ?? default,
            plaintext ? null : tls,
            ReadCompression(map, compression),
            ReadKeepalive(map),
            GrpcHeadersConfig.Read(map),
            ReadPrintable(map, "user_agent") is { Length: > 0 } agent ? agent : UserAgent.Default,
            ReadAuthority(map, serverName));
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
            keepalive.Warn("timeout", $"is raised to {GoDuration.Format(LeastKeepaliveTimeout)}, the least that .NET can wait for");
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
        map.NotBuilt("auth", "write the credentials under headers");
        map.NotBuilt("middlewares");
        if (map.Flag("wait_for_ready", false))
        {
            map.NotBuilt("wait_for_ready", "remove the key: retry_on_failure bridges the time until a backend is there");
        }

        string balancer = map.OneOf("balancer_name", "pick_first", "round_robin", "pick_first", "");
        if (balancer == "round_robin")
        {
            map.Warn("balancer_name", "round_robin is not built yet: one connection, to the first address that answers: pick_first");
        }

        foreach (string key in (ReadOnlySpan<string>)["read_buffer_size", "write_buffer_size"])
        {
            if (map.Integer(key, 0, 0, int.MaxValue) > 0)
            {
                map.Warn(key, "has no effect: .NET sizes the buffers of a connection itself; remove the key");
            }
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
