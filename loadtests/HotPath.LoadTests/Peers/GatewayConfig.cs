using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Peers;

/// <summary>The YAML of the gateway under test: OTLP in → memory_limiter → batch → OTLP out, with everything else as it comes.</summary>
internal static class GatewayConfig
{
    public static string Write(Contender contender, int port, int sinkPort)
    {
        bool isGrpcIn = contender.In.Protocol == WireProtocol.Grpc;
        string validation = contender.Validation is { } level ? $"hotpath: {{validation: {level}}}" : "";
        string server = $$"""{endpoint: "127.0.0.1:{{port}}"}""";
        string protocols = isGrpcIn ? $"grpc: {server}" : $"http: {server}";
        string exporter = contender.Out.Protocol == WireProtocol.Grpc ? "otlp" : "otlphttp";
        string endpoint = exporter == "otlp" ? $"127.0.0.1:{sinkPort}" : $"http://127.0.0.1:{sinkPort}";
        return $$"""
            receivers:
              otlp:
                protocols: { {{protocols}} }
                {{validation}}
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: {{contender.LimitMebibytes}} }
              batch: {}
            exporters: { {{exporter}}: {endpoint: "{{endpoint}}", tls: {insecure: true}, compression: {{contender.Out.Compression}} } }
            service:
              telemetry: {metrics: {level: none} }
              pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [{{exporter}}]} }
            """;
    }
}
