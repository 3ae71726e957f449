namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Connections that came to something else than telemetry, of servers and of exporters.</summary>
public static class ConnectionMetrics
{
    /// <summary>Adds one server's lines.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="receiver">Whose server it is.</param>
    /// <param name="transport">Which of the receiver's servers it is.</param>
    /// <param name="counts">The live counts.</param>
    public static void AddServer(MetricRegistry registry, string receiver, string transport, ConnectionCounts counts)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(counts);
        (string, string)[] labels = [("receiver", receiver), ("transport", transport)];
        registry.Counter(
            "hotpath_receiver_other_protocol_requests", MetricWords.OwnScope,
            "Requests served in the protocol of the receiver's other port.")
            .Add(() => counts.OtherProtocolRequests, labels);
        registry.Counter(
            "hotpath_receiver_wrong_peers", MetricWords.OwnScope, "Connections turned away for what they began with, by what it was.")
            .AddByReason(counts.WrongPeers, counts.KnownWrongPeers, labels);
        registry.Counter(
            "hotpath_receiver_limited_connections", MetricWords.OwnScope, "Connections ended because they passed a limit, by its name.")
            .AddByReason(counts.Limited, counts.KnownLimits, labels);
    }

    /// <summary>Adds the lines of one exporter and signal.</summary>
    internal static void AddExporter(MetricRegistry registry, string exporter, string signal, ConnectionCounts counts)
    {
        (string, string)[] labels = [("data_type", signal), ("exporter", exporter)];
        registry.Counter("hotpath_exporter_wrong_peers", MetricWords.OwnScope, "Connections to what is no gRPC server, by what it was.")
            .AddByReason(counts.WrongPeers, counts.KnownWrongPeers, labels);
        registry.Counter(
            "hotpath_exporter_limited_connections", MetricWords.OwnScope,
            "Connections ended because either side passed a limit, by its name.")
            .AddByReason(counts.Limited, counts.KnownLimits, labels);
    }
}
