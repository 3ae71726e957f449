using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Peers;

/// <summary>
/// The YAML of the gateway under test: OTLP in → memory_limiter → a contender's processors → batch → OTLP out, all else as it comes.
/// </summary>
internal static class GatewayConfig
{
    public static string Write(Contender contender, int port, int sinkPort)
    {
        bool isGrpcIn = contender.In.Protocol == WireProtocol.Grpc;
        string validation = contender.Validation is { } level ? $"hotpath: {{validation: {level}}}" : "";
        string server = $$"""{endpoint: "127.0.0.1:{{port}}"}""";
        string protocols = isGrpcIn ? $"grpc: {server}" : $"http: {server}";
        string exporter = contender.Out.Protocol == WireProtocol.Grpc ? "otlp" : "otlphttp";
        string processors = string.Concat(contender.Processors.Select(processor => $"\n  {processor.Id}: {processor.Settings}"));
        string[] ids = ["memory_limiter", .. contender.Processors.Select(processor => processor.Id), .. Batch(contender)];
        string endpoint = exporter == "otlp" ? $"127.0.0.1:{sinkPort}" : $"http://127.0.0.1:{sinkPort}";
        string compression = contender.Out.Compression;
        string settings = contender.SendsNothing
            ? "nop: "
            : $$"""{{exporter}}: {endpoint: "{{endpoint}}", tls: {insecure: true}, compression: {{compression}}{{Queue(contender)}} }""";
        exporter = contender.SendsNothing ? "nop" : exporter;
        return $$"""
            receivers:
              otlp:
                protocols: { {{protocols}} }
                {{validation}}
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: {{contender.LimitMebibytes}} }
              batch: {}{{processors}}
            extensions: { {{Extension(contender)}} }
            exporters: { {{settings}} }
            service:
              extensions: [{{Id(contender)}}]
              telemetry: {metrics: {level: none} }
              pipelines: {traces: {receivers: [otlp], processors: [{{string.Join(", ", ids)}}], exporters: [{{exporter}}]} }
            """;
    }

    /// <summary>A queue with settings of its own merges, so that it may answer for what it was given.</summary>
    private static string[] Batch(Contender contender) => contender.SendingQueue is null ? ["batch"] : [];

    private static string Queue(Contender contender) => contender.SendingQueue is { } queue ? $", sending_queue: {{{queue}}}" : "";

    private static string Id(Contender contender) => contender.Storage is null ? "" : "file_storage";

    private static string Extension(Contender contender) => contender.Storage is not { } settings
        ? ""
        : $"file_storage: {{directory: \"{contender.StorageDirectory}\", {settings.TrimStart('{')}";
}
