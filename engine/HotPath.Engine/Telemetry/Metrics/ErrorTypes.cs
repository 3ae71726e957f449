using System.Globalization;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// The labels <c>error_type</c> and <c>error_permanent</c> of <c>otelcol_exporter_send_failed_*</c> at level detailed, from the reasons
/// that edges count by: a gRPC code's name as Go writes it, <c>Shutdown</c>, <c>Canceled</c>, <c>Deadline_Exceeded</c>, or <c>_OTHER</c>.
/// </summary>
internal static class ErrorTypes
{
    private const string Other = "_OTHER";

    // Codes that OTLP lets a client retry; what ends in one was given up for its age, not for its kind.
    private static readonly HashSet<string> Passing =
        ["Canceled", "Deadline_Exceeded", "Shutdown", "Aborted", "OutOfRange", "Unavailable", "DataLoss"];

    /// <summary>What items that a backend rejected inside a success count under.</summary>
    public static string Rejected { get; } = MetricLabels.Format(("error_permanent", "true"), ("error_type", Other));

    /// <summary>The label pairs of a reason.</summary>
    public static string LabelsOf(string reason)
    {
        string type = TypeOf(reason);
        string permanent = Passing.Contains(type) || reason is "http_429" or ExportReasons.Memory ? "false" : "true";
        return MetricLabels.Format(("error_permanent", permanent), ("error_type", type));
    }

    private static string TypeOf(string reason) => reason switch
    {
        DropReason.ShuttingDown => "Shutdown",
        ExportReasons.Cancelled => "Canceled",
        ExportReasons.DeadlineExceeded => "Deadline_Exceeded",
        DropReason.InternalError or ExportReasons.Memory => Other,
        "unknown" or "not_found" or "already_exists" or "permission_denied" or "resource_exhausted" or "failed_precondition" or "aborted"
            or "out_of_range" or "unimplemented" or "internal" or "unavailable" or "data_loss" or "unauthenticated"
            or "invalid_argument" => Pascal(reason),
        "http_400" => "InvalidArgument",
        "http_401" => "Unauthenticated",
        "http_403" => "PermissionDenied",
        "http_404" => "Unimplemented",
        "http_429" => "ResourceExhausted",
        "http_502" or "http_503" or "http_504" => "Unavailable",
        _ => Other,
    };

    private static string Pascal(string words) =>
        string.Concat(words.Split('_').Select(static word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}
