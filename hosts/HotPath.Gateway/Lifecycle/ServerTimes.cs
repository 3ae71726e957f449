using HotPath.Engine.Telemetry.Metrics;
using HotPath.Engine.Telemetry.Tracing;

namespace HotPath.Gateway.Lifecycle;

/// <summary>How long servers took for their answers; null below level detailed. Goes on over reloads.</summary>
/// <param name="Grpc">gRPC's.</param>
/// <param name="Http">OTLP/HTTP's.</param>
/// <param name="Traces">Samples of single ones, while the plan has a page for them.</param>
internal sealed record ServerTimes(AnswerTimes? Grpc, AnswerTimes? Http, OperationTraces Traces)
{
    /// <summary>Adds them to a registry: the first, or one that takes another's place.</summary>
    public static ServerTimes AddTo(MetricRegistry registry, OperationTraces traces, ServerTimes? known = null) =>
        new(ServerMetrics.ForGrpc(registry, known?.Grpc), ServerMetrics.ForHttp(registry, known?.Http), traces);
}
