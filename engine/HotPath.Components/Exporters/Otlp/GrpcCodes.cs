using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>What a gRPC status means to an OTLP exporter (OTLP specification, "Failures" of OTLP/gRPC).</summary>
internal static class GrpcCodes
{
    // In the order of the codes: as ledgers and metrics count them.
    private static readonly string[] Reasons =
    [
        "ok", ExportReasons.Cancelled, "unknown", ExportReasons.InvalidArgument, ExportReasons.DeadlineExceeded, "not_found",
        "already_exists", "permission_denied", ExportReasons.ResourceExhausted, "failed_precondition", "aborted", "out_of_range",
        "unimplemented", "internal", "unavailable", "data_loss", "unauthenticated",
    ];

    /// <summary>True if sending again may help. RESOURCE_EXHAUSTED says so only by bringing RetryInfo.</summary>
    public static bool IsRetryable(GrpcCode code, bool hasRetryInfo) => code switch
    {
        GrpcCode.Canceled or GrpcCode.DeadlineExceeded or GrpcCode.Aborted => true,
        GrpcCode.OutOfRange or GrpcCode.Unavailable or GrpcCode.DataLoss => true,
        GrpcCode.ResourceExhausted => hasRetryInfo,
        _ => false,
    };

    /// <summary>The code that stands for an HTTP status without a <c>grpc-status</c> (gRPC's http-grpc-status-mapping).</summary>
    public static GrpcCode FromHttp(int status) => status switch
    {
        400 => GrpcCode.Internal,
        401 => GrpcCode.Unauthenticated,
        403 => GrpcCode.PermissionDenied,
        404 => GrpcCode.Unimplemented,
        429 or 502 or 503 or 504 => GrpcCode.Unavailable,
        _ => GrpcCode.Unknown,
    };

    /// <summary>The code of a <c>grpc-status</c>; one that gRPC does not define is Unknown.</summary>
    public static GrpcCode Parse(string text) =>
        int.TryParse(text, out int number) && number >= 0 && number < Reasons.Length ? (GrpcCode)number : GrpcCode.Unknown;

    /// <summary>The reason to count a failure under.</summary>
    public static string Reason(GrpcCode code) => Reasons[(int)code];

    /// <summary>A failed attempt, told as grpc-go tells it.</summary>
    public static SendResult Failure(GrpcCode code, string message, TimeSpan? retryInfo = null)
    {
        SendStatus status = IsRetryable(code, retryInfo is not null) ? SendStatus.Retryable : SendStatus.Permanent;
        TimeSpan retryAfter = status == SendStatus.Retryable ? retryInfo ?? TimeSpan.Zero : TimeSpan.Zero;
        return new SendResult(status, 0, retryAfter, Reason(code), $"rpc error: code = {code} desc = {message}");
    }
}
