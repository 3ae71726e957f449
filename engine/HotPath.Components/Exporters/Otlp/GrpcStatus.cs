using System.Net;
using System.Net.Http.Headers;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// How a call ended: <c>grpc-status</c>, <c>grpc-message</c> and RetryInfo, out of the trailers, or of the headers if there was no body.
/// </summary>
/// <param name="Code">The code.</param>
/// <param name="Message">The decoded message.</param>
/// <param name="RetryInfo">The delay asked for; null without RetryInfo.</param>
internal readonly record struct GrpcStatus(GrpcCode Code, string Message, TimeSpan? RetryInfo)
{
    /// <summary>Reads the status of a response whose body has been read.</summary>
    public static GrpcStatus Of(HttpResponseMessage response) =>
        From(response.TrailingHeaders) ?? From(response.Headers) ?? FromHttp((int)response.StatusCode);

    private static GrpcStatus? From(HttpResponseHeaders headers)
    {
        if (Value(headers, "grpc-status") is not { } status)
        {
            return null;
        }

        GrpcCode code = GrpcCodes.Parse(status);
        if (code == GrpcCode.OK)
        {
            return new GrpcStatus(code, "", null);
        }

        string message = GrpcMessageText.Decode(Value(headers, "grpc-message") ?? "");
        string? details = Value(headers, "grpc-status-details-bin");
        return new GrpcStatus(code, message, details is null ? null : RetryInfoReader.Parse(details));
    }

    /// <summary>Nobody on the other side spoke gRPC: the HTTP status has to do.</summary>
    public static GrpcStatus FromHttp(int status)
    {
        string message = status == 200
            ? "the response ended without a grpc-status"
            : $"unexpected HTTP status code received from server: {status} ({(HttpStatusCode)status})";
        return new GrpcStatus(GrpcCodes.FromHttp(status), message, null);
    }

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;
}
