using HotPath.Testing.Rpc;

namespace HotPath.Testing.Grpc;

/// <summary>What came back from a gRPC call.</summary>
/// <param name="HttpStatus">The HTTP status.</param>
/// <param name="Status">The grpc-status from the trailers, or from the headers; null if there is none.</param>
/// <param name="Message">The grpc-message, decoded; null if there is none.</param>
/// <param name="TrailersOnly">True if the status stood in the headers.</param>
/// <param name="Details">The decoded <c>grpc-status-details-bin</c>; null if there is none.</param>
/// <param name="Body">The response body, prefix included.</param>
/// <param name="Headers">Response headers and trailers, names in lower case.</param>
public sealed record GrpcReply(
    int HttpStatus,
    int? Status,
    string? Message,
    bool TrailersOnly,
    Status? Details,
    byte[] Body,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The delay of the RetryInfo in <see cref="Details"/>; null if there is none.</summary>
    public TimeSpan? RetryDelay =>
        Details?.Details.FirstOrDefault(any => any.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan();
}
