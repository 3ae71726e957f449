using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>A gateway with one pipeline for each signal, both protocols in and gRPC out.</summary>
internal static class ThreeSignals
{
    /// <summary>Every signal.</summary>
    public static IReadOnlyList<Signal> All { get; } = [Signal.Traces, Signal.Metrics, Signal.Logs];

    /// <summary>Starts the gateway before a backend at <c>host:port</c>.</summary>
    public static Task<GatewayProcess> StartAsync(string backend, string compression = "gzip") => GatewayProcess.StartAsync(
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 512}
          batch: {timeout: 50ms}
        exporters: {otlp: {endpoint: "{{backend}}", tls: {insecure: true}, compression: {{compression}}, timeout: 60s} }
        service:
          pipelines:
            traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]}
            metrics: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]}
            logs: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]}
        """);

    /// <summary>
    /// Waits until a sink behind the gateway has as many items as one that got them directly, and compares them field for field.
    /// </summary>
    public static async Task ShouldHoldTheSameAsync(this GrpcSink sink, GrpcSink direct, Signal signal)
    {
        direct.Items.ShouldBeGreaterThan(0);
        await sink.WaitForItemsAsync(direct.Items);
        sink.Requests.ShouldAllBe(request => request.Signal == signal);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(signal, sink.Requests.Select(r => r.Bytes)), CanonicalItems.Of(signal, direct.Requests.Select(r => r.Bytes)));
    }
}
