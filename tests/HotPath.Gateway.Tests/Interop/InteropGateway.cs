using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// A gateway with every kind of gRPC port, all three signals, and nothing between receiver and exporter that changes bytes.
/// </summary>
internal static class InteropGateway
{
    /// <summary>The receiver in plaintext.</summary>
    public const string Plain = "otlp/plain";

    /// <summary>The receiver over TLS.</summary>
    public const string Tls = "otlp/tls";

    /// <summary>The receiver over TLS that wants its clients' certificates.</summary>
    public const string Mutual = "otlp/mutual";

    /// <summary>Starts it with some exporters, each written by <see cref="Exporter"/>: every one gets everything.</summary>
    public static Task<GatewayProcess> StartAsync(TestCertificates certificates, params string[] exporters) =>
        StartAsync(certificates, exporters, []);

    /// <summary>The same with arguments of the command line besides.</summary>
    public static Task<GatewayProcess> StartAsync(TestCertificates certificates, string[] exporters, string[] arguments)
    {
        string names = string.Join(", ", exporters.Select(static (_, i) => $"otlp/{i}"));
        string pipeline = $"{{receivers: [{Plain}, {Tls}, {Mutual}], processors: [memory_limiter], exporters: [{names}]}}";
        TlsFiles server = certificates.Server(mutual: true);
        return GatewayProcess.StartAsync(
            $$"""
            receivers:
              {{Plain}}: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } }
              {{Tls}}:
                protocols: {grpc: {endpoint: "127.0.0.1:0", tls: {cert_file: "{{server.CertFile}}", key_file: "{{server.KeyFile}}"} } }
              {{Mutual}}:
                protocols:
                  grpc:
                    endpoint: "127.0.0.1:0"
                    tls: {cert_file: "{{server.CertFile}}", key_file: "{{server.KeyFile}}", client_ca_file: "{{server.CaFile}}"}
            processors: {memory_limiter: {check_interval: 1s, limit_mib: 1024} }
            exporters:
            {{string.Concat(exporters.Select(static (exporter, i) => $"  otlp/{i}: {exporter}\n"))}}
            service: {pipelines: {traces: {{pipeline}}, metrics: {{pipeline}}, logs: {{pipeline}} } }
            """,
            arguments);
    }

    /// <summary>
    /// An exporter's keys. What fails is tried again soon: backends here go and come back, and nobody should wait for it.
    /// </summary>
    public static string Exporter(string endpoint, TlsFiles? tls = null, string compression = "none") =>
        $"{{endpoint: \"{endpoint}\", compression: {compression}, {TlsKeys(tls)}, timeout: 30s, "
        + "retry_on_failure: {initial_interval: 100ms, max_interval: 1s}}";

    private static string TlsKeys(TlsFiles? tls) => tls switch
    {
        null => "tls: {insecure: true}",
        { CertFile: null } => $"tls: {{ca_file: \"{tls.CaFile}\"}}",
        _ => $"tls: {{ca_file: \"{tls.CaFile}\", cert_file: \"{tls.CertFile}\", key_file: \"{tls.KeyFile}\"}}",
    };
}
