using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Reads the keys of a confighttp client that are about its connections; defaults are the Collector's.</summary>
internal static class HttpPoolConfig
{
    /// <summary>.NET pings no more often than this.</summary>
    internal static readonly TimeSpan LeastPing = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan DefaultPingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Keys that set sizes which .NET sets itself, and why they may go.</summary>
    private static readonly (string Key, string Why)[] WithoutEffect =
    [
        ("read_buffer_size", ".NET sizes the buffers of a connection itself"),
        ("write_buffer_size", ".NET sizes the buffers of a connection itself"),
        ("max_idle_conns", "unused connections are kept until idle_conn_timeout, at most one for each of the queue's consumers"),
        ("max_idle_conns_per_host", "unused connections are kept until idle_conn_timeout, at most one for each of the queue's consumers"),
    ];

    /// <summary>Reads the keys out of the exporter's map.</summary>
    public static HttpPoolPlan Read(ConfigMap map)
    {
        foreach ((string key, string why) in WithoutEffect)
        {
            if (map.Integer(key, 0, 0, int.MaxValue) > 0)
            {
                map.Warn(key, $"has no effect: {why}; remove the key");
            }
        }

        ConfigMap cookies = map.Map("cookies");
        bool withCookies = cookies.Flag("enabled", false);
        cookies.Done();
        TimeSpan ping = map.Duration("http2_ping_timeout", TimeSpan.Zero);
        return new HttpPoolPlan(
            (int)map.Integer("max_conns_per_host", 0, 0, int.MaxValue),
            map.Duration("idle_conn_timeout", DefaultIdleTimeout),
            !map.Flag("disable_keep_alives", false),
            map.Flag("force_attempt_http2", true),
            AtLeast(map, "http2_read_idle_timeout", map.Duration("http2_read_idle_timeout", TimeSpan.Zero)),
            ping == TimeSpan.Zero ? DefaultPingTimeout : AtLeast(map, "http2_ping_timeout", ping),
            withCookies);
    }

    private static TimeSpan AtLeast(ConfigMap map, string key, TimeSpan value)
    {
        if (value == TimeSpan.Zero || value >= LeastPing)
        {
            return value;
        }

        map.Warn(key, $"is raised to {GoDuration.Format(LeastPing)}, the least that .NET can wait for");
        return LeastPing;
    }
}
