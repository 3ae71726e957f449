namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// The durations of servers' answers, under the names that OpenTelemetry's Go instrumentation gives them in the Collector. The address that
/// a client named is no label here: clients would choose the number of lines.
/// </summary>
public static class ServerMetrics
{
    /// <summary><c>rpc.server.call.duration</c>; null below level detailed.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="known">What was recorded so far, if the registry takes another's place.</param>
    public static AnswerTimes? ForGrpc(MetricRegistry registry, AnswerTimes? known = null) => Add(
        registry,
        known,
        "rpc_server_call_duration",
        MetricWords.GrpcScope,
        "Measures the duration of an incoming Remote Procedure Call (RPC).",
        static key =>
            MetricLabels.Format(("rpc_method", key.Method), ("rpc_response_status_code", key.Status), ("rpc_system_name", "grpc")));

    /// <summary><c>http.server.request.duration</c>; null below level detailed.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="known">What was recorded so far, if the registry takes another's place.</param>
    public static AnswerTimes? ForHttp(MetricRegistry registry, AnswerTimes? known = null) => Add(
        registry,
        known,
        "http_server_request_duration",
        MetricWords.HttpScope,
        "Duration of HTTP server requests.",
        static key => MetricLabels.Format(
            ("http_request_method", key.Method),
            ("http_response_status_code", key.Status),
            ("http_route", key.Route),
            ("network_protocol_name", "http"),
            ("network_protocol_version", key.Version)));

    private static AnswerTimes? Add(
        MetricRegistry registry, AnswerTimes? known, string name, string scope, string help, Func<AnswerKey, string> format)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (registry.Level < MetricsLevel.Detailed)
        {
            return null;
        }

        AnswerTimes times = known ?? new AnswerTimes(format);
        registry.Histogram(name, scope, help, "s", MetricsLevel.Detailed).AddGrowing(() => times.All);
        return times;
    }
}
