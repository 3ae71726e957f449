namespace HotPath.LoadTests.Friday;

/// <summary>
/// The configurations of both tiers: a file that anyone could run, and an overlay with this machine's ports, folders and sizes.
/// </summary>
internal static class TierConfig
{
    /// <summary>What stands in the gateway's overlay on the bad config's morning: a queue key that nobody knows.</summary>
    public const string Mistake = "exporters: {otlp: {sending_queue: {queue_sise: 5000} } }";

    /// <summary>The command line of a tier whose configuration files lie in the folder.</summary>
    public static string[] Command(FridayOptions options, string name) =>
    [
        .. options.Command.Select(word => word
            .Replace("{config}", Path.Combine(options.Folder, $"{name}.yaml"), StringComparison.Ordinal)
            .Replace("{overlay}", Overlay(options, name), StringComparison.Ordinal)),
    ];

    /// <summary>The overlay's file.</summary>
    public static string Overlay(FridayOptions options, string name) => Path.Combine(options.Folder, $"{name}.overlay.yaml");

    /// <summary>Writes the agent's: <c>configs/12</c>, as it stands.</summary>
    public static void WriteAgent(FridayOptions options, DayPorts ports)
    {
        Copy(options, "agent");
        File.WriteAllText(Overlay(options, "agent"), $$"""
            receivers:
              otlp: {protocols: {grpc: {endpoint: "127.0.0.1:{{ports.Agent}}"}, http: {endpoint: "127.0.0.1:{{ports.AgentHttp}}"} } }
            processors:
              memory_limiter: {limit_mib: {{FridayOptions.AgentLimitMebibytes}}, spike_limit_mib: 64}
            exporters:
              otlp: {endpoint: "127.0.0.1:{{ports.Gateway}}", retry_on_failure: {max_interval: 5s} }
            extensions:
              health_check: {endpoint: "127.0.0.1:{{ports.AgentHealth}}"}
              file_storage/queue: {directory: "{{options.Folder}}/agent-queue"}
            service:
              telemetry: {{Telemetry(ports.AgentMetrics)}}
            """);
    }

    /// <summary>Writes the gateway's, whose queue holds what comes in a part of the time that the backend stalls.</summary>
    public static void WriteGateway(FridayOptions options, DayPorts ports)
    {
        Copy(options, "gateway");
        File.WriteAllText(Overlay(options, "gateway"), Gateway(options, ports));
    }

    private static string Gateway(FridayOptions options, DayPorts ports) => $$"""
        receivers:
          otlp: {protocols: {grpc: {endpoint: "127.0.0.1:{{ports.Gateway}}"} } }
        processors:
          memory_limiter: {limit_mib: {{FridayOptions.GatewayLimitMebibytes}} }
        exporters:
          otlp:
            endpoint: "127.0.0.1:{{ports.Backend}}"
            sending_queue: {queue_size: {{Math.Max(5_000, (int)(options.ItemsPerSecond * options.Day.TotalSeconds / 20))}} }
        extensions:
          health_check: {endpoint: "127.0.0.1:{{ports.GatewayHealth}}"}
          file_storage/queue: {directory: "{{options.Folder}}/gateway-queue"}
        service:
          telemetry: {{Telemetry(ports.GatewayMetrics)}}
        """;

    private static string Telemetry(int port) =>
        $$"""{metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: {{port}} } } } }] } }""";

    private static void Copy(FridayOptions options, string name) =>
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "Friday", $"{name}.yaml"), Path.Combine(options.Folder, $"{name}.yaml"),
            overwrite: true);
}
