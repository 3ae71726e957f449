using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using HotPath.Testing.Rpc;

namespace HotPath.Testing.Grpc;

/// <summary>What a <see cref="GrpcSink"/> answers to one request. Start from a factory and refine with <c>with</c>.</summary>
public sealed record GrpcAnswer
{
    /// <summary>Success with an empty response message.</summary>
    public static GrpcAnswer Ok { get; } = new();

    /// <summary>The grpc-status; 0 is success.</summary>
    public int Status { get; init; }

    /// <summary>The grpc-message before percent-encoding; null sends none.</summary>
    public string? Message { get; init; }

    /// <summary>If set, <c>grpc-status-details-bin</c> carries a google.rpc.Status with a RetryInfo of this delay.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>If above 0, or if <see cref="PartialMessage"/> is set, a success carries a partial_success with this count.</summary>
    public long RejectedItems { get; init; }

    /// <summary>The error_message of the partial success.</summary>
    public string? PartialMessage { get; init; }

    /// <summary>Waits so long before answering.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Waits for this before answering; a task that never ends is a backend that hangs.</summary>
    public Task? Until { get; init; }

    /// <summary>True: the status stands in the response headers, which end the stream.</summary>
    public bool TrailersOnly { get; init; }

    /// <summary>True: resets the stream instead of answering.</summary>
    public bool ResetStream { get; init; }

    /// <summary>True: cuts the TCP connection instead of answering.</summary>
    public bool AbortConnection { get; init; }

    /// <summary>The HTTP status; anything but 200 is what a proxy in between would answer, and no grpc-status is sent with it.</summary>
    public int HttpStatus { get; init; } = 200;

    /// <summary>True: ends a 200 response without any grpc-status, as a broken proxy does.</summary>
    public bool OmitStatus { get; init; }

    /// <summary>Replaces the response message's bytes, for instance by ones that are not protobuf.</summary>
    public ReadOnlyMemory<byte>? ResponseBytes { get; init; }

    /// <summary>An error.</summary>
    public static GrpcAnswer Error(int status, string message = "scripted error", TimeSpan? retryDelay = null) =>
        new() { Status = status, Message = message, RetryDelay = retryDelay };

    /// <summary>A success that rejects some items.</summary>
    public static GrpcAnswer Partial(long rejectedItems, string message) =>
        new() { RejectedItems = rejectedItems, PartialMessage = message };

    /// <summary>No answer before <paramref name="release"/> ends; then success.</summary>
    public static GrpcAnswer HangUntil(Task release) => new() { Until = release };

    /// <summary>
    /// <c>grpc-status-details-bin</c>: base64 without padding, as gRPC's core libraries write it; null without RetryInfo.
    /// </summary>
    internal string? DetailsBin()
    {
        if (RetryDelay is not { } delay)
        {
            return null;
        }

        var details = new Status { Code = Status, Message = Message ?? "" };
        details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        return Convert.ToBase64String(details.ToByteArray()).TrimEnd('=');
    }
}
