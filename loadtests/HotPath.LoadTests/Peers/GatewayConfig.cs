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
        string ids = string.Concat(contender.Processors.Select(processor => $"{processor.Id}, "));
        string endpoint = exporter == "otlp" ? $"127.0.0.1:{sinkPort}" : $"http://127.0.0.1:{sinkPort}";
        string settings = contender.SendsNothing
            ? "nop: "
            : $$"""{{exporter}}: {endpoint: "{{endpoint}}", tls: {insecure: true}, compression: {{contender.Out.Compression}} }""";
        exporter = contender.SendsNothing ? "nop" : exporter;
        return $$"""
            receivers:
              otlp:
                protocols: { {{protocols}} }
                {{validation}}
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: {{contender.LimitMebibytes}} }
              batch: {}{{processors}}
            exporters: { {{settings}} }
            service:
              telemetry: {metrics: {level: none} }
              pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, {{ids}}batch], exporters: [{{exporter}}]} }
            """;
    }
}
