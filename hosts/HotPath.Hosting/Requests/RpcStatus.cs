using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>How a request ends: what the trailers say over gRPC, and the body over HTTP (google.rpc.Status).</summary>
/// <param name="Code">The grpc-status.</param>
/// <param name="Message">The grpc-message before percent-encoding; null with Ok.</param>
/// <param name="RetryAfter">With a value above zero: a google.rpc.RetryInfo of this delay goes along.</param>
internal readonly record struct RpcStatus(RpcCode Code, string? Message, TimeSpan RetryAfter = default)
{
    /// <summary>Success.</summary>
    public static RpcStatus Ok => default;

    /// <summary>What an engine's verdict is in gRPC. This is the only place that knows.</summary>
    public static RpcStatus Of(in Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Ok => Ok,
        OutcomeKind.Malformed => new(RpcCode.InvalidArgument, outcome.Message),
        OutcomeKind.Throttled => new(RpcCode.Unavailable, outcome.Message, AtLeastOneTick(outcome.RetryAfter)),
        OutcomeKind.Exhausted => new(RpcCode.ResourceExhausted, outcome.Message, AtLeastOneTick(outcome.RetryAfter)),
        OutcomeKind.Retryable => new(RpcCode.Unavailable, outcome.Message, outcome.RetryAfter),
        OutcomeKind.DeadlineExceeded => new(RpcCode.DeadlineExceeded, outcome.Message),
        _ => new(RpcCode.Internal, outcome.Message),
    };

    /// <summary>What an admission other than Admitted is in gRPC, for a message of <paramref name="bytes"/> bytes.</summary>
    public static RpcStatus Of(in Admission admission, long bytes) => admission.Kind == AdmissionKind.TooLarge
        ? new(RpcCode.ResourceExhausted, OverBudget(bytes, admission.LimitBytes))
        : Of(Outcome.Throttled(admission.RetryAfter, admission.Reason));

    /// <summary>The text for a message over what one request may take of the memory budget.</summary>
    public static string OverBudget(long bytes, long limitBytes) =>
        $"received message larger than one request may take of the gateway's memory ({bytes} vs. {limitBytes} bytes): "
        + "send smaller batches, or raise limit_mib of memory_limiter";

    /// <summary>
    /// A throttled sender is always told a delay: RetryInfo is what makes the answer an orderly "later", and RESOURCE_EXHAUSTED one at all.
    /// </summary>
    private static TimeSpan AtLeastOneTick(TimeSpan delay) => delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1);
}
