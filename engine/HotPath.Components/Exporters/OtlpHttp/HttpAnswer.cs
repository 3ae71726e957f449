using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>What an HTTP response means to an OTLP exporter (OTLP specification, "OTLP/HTTP Response").</summary>
internal static class HttpAnswer
{
    /// <summary>The content type of OTLP in protobuf.</summary>
    internal const string Protobuf = "application/x-protobuf";

    /// <summary>The content type of OTLP in JSON.</summary>
    internal const string Json = "application/json";

    /// <summary>The reason of an attempt to which no response came.</summary>
    internal const string Unavailable = "unavailable";

    /// <summary>The reason of an attempt whose credentials were not taken.</summary>
    internal const string Unauthorized = "http_401";

    /// <summary>True if sending again may help; every other failure is for good.</summary>
    public static bool IsRetryable(int status) => status is 429 or 502 or 503 or 504;

    /// <summary>
    /// Reads a success's body; false if it cannot be read. Without a body, or with one of an unknown type, everything was taken.
    /// </summary>
    public static bool TryPartialSuccess(string? mediaType, HttpResponseBody body, out PartialSuccess partial)
    {
        partial = new PartialSuccess(0, "");
        return body.Bytes.IsEmpty || mediaType switch
        {
            Protobuf => !body.IsCut && PartialSuccess.TryParse(body.Bytes.Span, out partial),
            Json => !body.IsCut && JsonAnswer.TryPartialSuccess(body.Bytes, out partial),
            _ => true,
        };
    }

    /// <summary>The result of a success that cannot be read: the Collector gives the batch up, and so do we.</summary>
    public static SendResult Unreadable(int status, Uri url) => new(
        SendStatus.Permanent, 0, TimeSpan.Zero, Reason(status),
        $"request to {Shown(url)} responded with HTTP Status Code {status} and a body that is not an OTLP response: the batch is given up");

    /// <summary>The result of any other status.</summary>
    public static SendResult Failure(HttpResponseMessage response, HttpResponseBody body, Uri url, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        string text = $"error exporting items, request to {Shown(url)} responded with HTTP Status Code {status}";
        string message = response.Content.Headers.ContentType?.MediaType == Json
            ? JsonAnswer.StatusMessage(body.Bytes)
            : ProtoStatus.Message(body.Bytes.Span);
        if (message.Length > 0)
        {
            text += $", Message={message}";
        }
        else if (status is >= 300 and < 400 && response.Headers.Location is { } location)
        {
            text += $", a redirect to {Shown(new Uri(url, location))}, which is not followed: write that as the endpoint";
        }

        // The delay is asked for by backends that have too much to do (OTLP specification, "OTLP/HTTP Throttling").
        TimeSpan delay = status is 429 or 503 ? RetryAfter.Of(response.Headers, now) : TimeSpan.Zero;
        return new SendResult(IsRetryable(status) ? SendStatus.Retryable : SendStatus.Permanent, 0, delay, Reason(status), text);
    }

    /// <summary>The result of an attempt to which no response came.</summary>
    public static SendResult NoAnswer(Uri url, Exception fault) => new(
        SendStatus.Retryable, 0, TimeSpan.Zero, Unavailable,
        $"failed to make an HTTP request to {Shown(url)}: {fault.GetBaseException().Message}");

    // A query may hold a key, and this goes to logs.
    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    // Ledgers and metrics count under these: no more of them than there are statuses.
    private static string Reason(int status) => $"http_{status}";
}
