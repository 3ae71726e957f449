using System.Net.Sockets;
using HotPath.Testing.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>A way in which a backend fails before it is well, and what becomes of the data.</summary>
/// <param name="Exporter">The exporter that meets it: a type, and the fault as its name.</param>
internal sealed record BackendFault(string Exporter)
{
    /// <summary>What the first connections meet; null: they reach the backend.</summary>
    public Func<Socket, Task>? Connection { get; init; }

    /// <summary>How many connections meet it.</summary>
    public int Times { get; init; } = 2;

    /// <summary>What an OTLP/gRPC backend answers to the first request; null: success.</summary>
    public GrpcAnswer? Grpc { get; init; }

    /// <summary>The same over HTTP.</summary>
    public HttpSinkAnswer? Http { get; init; }

    /// <summary>
    /// The reason under which one request is given up, since the answer says that trying again is pointless; null: nothing is.
    /// </summary>
    public string? LosesOneAs { get; init; }

    /// <summary>True for OTLP over HTTP.</summary>
    public bool IsHttp => Exporter.StartsWith("otlphttp", StringComparison.Ordinal);

    private static Task Never { get; } = new TaskCompletionSource().Task;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BackendFault> All { get; } =
    [
        new("otlp/cut") { Connection = ConnectionFaults.Cut },
        new("otlp/closed") { Connection = ConnectionFaults.Closed },
        new("otlp/other_service") { Connection = ConnectionFaults.OtherService },
        new("otlp/http1") { Connection = GrpcFaults.Http1 },
        new("otlp/cut_in_request") { Connection = GrpcFaults.CutInRequest },
        new("otlp/streams_reset") { Connection = GrpcFaults.StreamsReset },
        new("otlp/hung") { Connection = GrpcFaults.Hung },
        new("otlp/gone_away") { Connection = GrpcFaults.GoneAway },
        new("otlp/bad_hpack") { Connection = GrpcFaults.BadHpack },
        new("otlp/noise") { Connection = GrpcFaults.Noise },
        new("otlp/headers_only") { Connection = GrpcFaults.HeadersOnly },
        new("otlp/half_a_frame") { Connection = GrpcFaults.HalfAFrame },
        new("otlp/silent_in_a_frame") { Connection = GrpcFaults.SilentInAFrame, Times = 1 },
        new("otlp/refuses") { Grpc = GrpcAnswer.Error(14) },
        new("otlp/refuses_with_delay") { Grpc = GrpcAnswer.Error(8, retryDelay: TimeSpan.FromMilliseconds(100)) },
        new("otlp/refuses_for_good") { Grpc = GrpcAnswer.Error(7), LosesOneAs = "permission_denied" },
        new("otlp/slow") { Grpc = GrpcAnswer.Ok with { Delay = TimeSpan.FromMilliseconds(300) } },
        new("otlp/proxy_error") { Grpc = GrpcAnswer.Ok with { HttpStatus = 503 } },
        new("otlp/no_status") { Grpc = GrpcAnswer.Ok with { OmitStatus = true }, LosesOneAs = "unknown" },
        new("otlp/no_protobuf") { Grpc = GrpcAnswer.Ok with { ResponseBytes = new byte[] { 0xFF, 0xFF } } },
        new("otlphttp/cut") { Connection = ConnectionFaults.Cut },
        new("otlphttp/closed") { Connection = ConnectionFaults.Closed },
        new("otlphttp/other_service") { Connection = ConnectionFaults.OtherService },
        new("otlphttp/cut_in_request") { Connection = HttpFaults.CutInRequest },
        new("otlphttp/hung") { Connection = HttpFaults.Hung },
        new("otlphttp/noise") { Connection = HttpFaults.Noise },
        new("otlphttp/half_a_head") { Connection = HttpFaults.HalfAHead },
        new("otlphttp/half_a_body") { Connection = HttpFaults.HalfABody },
        new("otlphttp/bad_chunk") { Connection = HttpFaults.BadChunk },
        new("otlphttp/endless_head") { Connection = HttpFaults.EndlessHead },
        new("otlphttp/refuses") { Http = HttpSinkAnswer.Error(503) },
        new("otlphttp/refuses_with_delay") { Http = HttpSinkAnswer.Error(429).With("Retry-After", "1") },
        new("otlphttp/refuses_for_good") { Http = HttpSinkAnswer.Error(403), LosesOneAs = "http_403" },
        new("otlphttp/never_answers") { Http = HttpSinkAnswer.HangUntil(Never) },
        new("otlphttp/no_protobuf") { Http = HttpSinkAnswer.Text(200, HttpSinkAnswer.Protobuf, "\xFF\xFF"), LosesOneAs = "http_200" },
    ];
}
