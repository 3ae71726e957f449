using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HotPath.Hosting.Grpc;

/// <summary>What the headers of a request say of it, as far as a unary call needs to know.</summary>
/// <param name="Encoding">How a message with flag 1 is compressed.</param>
/// <param name="Timeout">The sender's timeout; null for none.</param>
internal readonly record struct GrpcHead(GrpcEncoding Encoding, TimeSpan? Timeout)
{
    private const string ContentType = "application/grpc";

    /// <summary>
    /// Reads the headers, in grpc-go's order and with its HTTP statuses. False if this is no gRPC request at all: then
    /// <paramref name="httpStatus"/> and <paramref name="fault"/> are the answer.
    /// </summary>
    public static bool TryRead(IHttpRequestFeature request, out GrpcHead head, out int httpStatus, out GrpcStatus fault)
    {
        head = default;
        fault = default;
        httpStatus = StatusCodes.Status200OK;
        string contentType = request.Headers.ContentType.ToString();
        if (!IsGrpc(contentType))
        {
            httpStatus = StatusCodes.Status415UnsupportedMediaType;
            fault = new(
                GrpcStatusCode.InvalidArgument, $"invalid gRPC request content-type \"{contentType}\": this port takes application/grpc");
            return false;
        }

        TimeSpan? timeout = null;
        if (request.Headers.GrpcTimeout is { Count: > 0 } text)
        {
            if (!GrpcTimeout.TryParse(text.ToString(), out TimeSpan parsed))
            {
                httpStatus = StatusCodes.Status400BadRequest;
                fault = new(
                    GrpcStatusCode.Internal, $"malformed grpc-timeout \"{text}\": must be 1 to 8 digits and one of H, M, S, m, u, n");
                return false;
            }

            timeout = parsed;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            httpStatus = StatusCodes.Status405MethodNotAllowed;
            fault = new(GrpcStatusCode.Internal, $"the method is {request.Method}, and must be POST");
            return false;
        }

        head = new GrpcHead(EncodingOf(request.Headers.GrpcEncoding), timeout);
        return true;
    }

    /// <summary>application/grpc or application/grpc+proto, with any parameters.</summary>
    private static bool IsGrpc(ReadOnlySpan<char> contentType)
    {
        if (!contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = contentType[ContentType.Length..];
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["+proto".Length..];
        }

        return rest.IsEmpty || rest[0] == ';';
    }

    private static GrpcEncoding EncodingOf(StringValues header) => header.ToString() switch
    {
        "" or "identity" => GrpcEncoding.Identity,
        "gzip" => GrpcEncoding.Gzip,
        _ => GrpcEncoding.Unknown,
    };
}
