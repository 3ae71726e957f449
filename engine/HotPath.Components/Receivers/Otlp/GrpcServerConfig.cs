using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads the Collector's <c>configgrpc</c> server block (collector/config/configgrpc).</summary>
internal static class GrpcServerConfig
{
    /// <summary>Leaves room for one message's bytes to be counted in an int.</summary>
    private const int LargestMib = 2047;

    /// <summary>The least time that connections are checked by: their clock ticks once a second.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Reads and validates; mistakes go to the map's errors, and a usable plan comes back all the same.</summary>
    public static GrpcServerPlan Read(ConfigMap map, string defaultEndpoint)
    {
        NetworkAddress address = ListenEndpoint.Read(map, defaultEndpoint);
        map.OneOf("transport", "tcp", "tcp");
        int mib = (int)map.Integer("max_recv_msg_size_mib", 0, 0, LargestMib);
        int streams = (int)map.Integer("max_concurrent_streams", 0, 0, int.MaxValue);
        int read = (int)map.Integer("read_buffer_size", GrpcServerPlan.DefaultReadBufferBytes, 0, int.MaxValue);
        int write = (int)map.Integer("write_buffer_size", 0, 0, int.MaxValue);
        map.NotBuilt("dialer", "remove the key; a server does not dial");
        return new GrpcServerPlan(
            address,
            (mib == 0 ? GrpcServerPlan.DefaultMaxReceiveMib : mib) << 20,
            streams == 0 ? GrpcServerPlan.DefaultMaxConcurrentStreams : streams,
            read == 0 ? GrpcServerPlan.ZeroBufferBytes : read,
            write == 0 ? GrpcServerPlan.ZeroBufferBytes : write,
            Keepalive(map.Map("keepalive")))
        {
            Transport = Transport(map),
            PrefaceTimeout = Interval(map.Map("hotpath"), "preface_timeout", TimeSpan.Zero) is { Ticks: > 0 } preface ? preface : null,
            Auth = AuthConfig.Read(map, AuthRole.Server),
            Middlewares = MiddlewaresConfig.Read(map, ReceiverPlan.GrpcTransport),
            IncludeMetadata = map.Flag("include_metadata", false),
            Tls = TlsServerConfig.Read(map),
        };
    }

    private static GrpcKeepalivePlan Keepalive(ConfigMap keepalive)
    {
        ConfigMap server = keepalive.Map("server_parameters");
        ConfigMap enforcement = keepalive.Map("enforcement_policy");
        TimeSpan minPingTime = enforcement.Duration("min_time", TimeSpan.Zero);
        return new GrpcKeepalivePlan(
            Interval(server, "max_connection_idle", Timeout.InfiniteTimeSpan),
            Interval(server, "max_connection_age", Timeout.InfiniteTimeSpan),
            Interval(server, "max_connection_age_grace", Timeout.InfiniteTimeSpan),
            Interval(server, "time", GrpcKeepalivePlan.DefaultTime),
            Interval(server, "timeout", GrpcKeepalivePlan.DefaultTimeout))
        {
            MinPingTime = minPingTime == TimeSpan.Zero ? GrpcKeepalivePlan.DefaultMinPingTime : minPingTime,
            PermitPingsWithoutStream = enforcement.Flag("permit_without_stream", false),
        };
    }

    /// <summary>Kestrel answers every ping: what the policy forbids is only bounded by its flood limits.</summary>
    private static GrpcTransport Transport(ConfigMap map)
    {
        ConfigMap keepalive = map.Map("keepalive");
        bool isKestrel = map.Map("hotpath").OneOf("transport", "own", "own", "kestrel") == "kestrel";
        if (isKestrel && keepalive.Has("enforcement_policy"))
        {
            keepalive.Errors.Warn(
                keepalive.PositionOf("enforcement_policy"),
                keepalive.Map("enforcement_policy").Node.Path,
                "has no effect with transport: kestrel: clients may ping as often as they like, and none is cut off for it");
        }

        return isKestrel ? GrpcTransport.Kestrel : GrpcTransport.Own;
    }

    private static TimeSpan Interval(ConfigMap map, string key, TimeSpan whenZero)
    {
        TimeSpan value = map.Duration(key, TimeSpan.Zero);
        if (value == TimeSpan.Zero)
        {
            return whenZero;
        }

        if (value < Tick)
        {
            map.Error(key, $"{value.TotalMilliseconds} ms is too short: connections are checked once a second; write 1s or more");
            return whenZero;
        }

        return value;
    }
}
