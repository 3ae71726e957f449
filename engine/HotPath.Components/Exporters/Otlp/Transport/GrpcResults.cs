using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>What an answer, or the lack of one, means to the chain.</summary>
internal static class GrpcResults
{
    /// <summary>The response had more than an Export response may have.</summary>
    public static SendResult TooLarge { get; } =
        GrpcCodes.Failure(GrpcCode.ResourceExhausted, $"received message larger than max {GrpcResponseBody.MaxBytes}");

    /// <summary>There was no answer.</summary>
    public static SendResult Unavailable(string message) => GrpcCodes.Failure(GrpcCode.Unavailable, message);

    /// <summary>There was one.</summary>
    public static SendResult Of(GrpcStatus status, GrpcResponseBody body) => status.Code == GrpcCode.OK
        ? Delivered(body)
        : GrpcCodes.Failure(status.Code, status.Message, status.RetryInfo);

    private static SendResult Delivered(GrpcResponseBody body)
    {
        if (body.IsEmpty || body.IsEmptyMessage)
        {
            return SendResult.Delivered;
        }

        // The status said OK: the backend has the data, and sending them again because its answer cannot be read would double them.
        if (body.Message is not { } message || !PartialSuccess.TryParse(message.Span, out PartialSuccess partial))
        {
            partial = new PartialSuccess(0, "the backend's response cannot be read; if it refused items, they are not counted");
        }

        return partial.Result;
    }
}
