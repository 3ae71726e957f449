using HotPath.Core.Compression;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Grpc;

/// <summary>What the headers of a request say of it, as far as a unary call needs to know.</summary>
/// <param name="Encoding">How a message with flag 1 is compressed.</param>
/// <param name="Timeout">The sender's timeout; null for none.</param>
internal readonly record struct GrpcHead(GrpcEncoding Encoding, TimeSpan? Timeout)
{
    private const string ContentType = "application/grpc";

    /// <summary>What decompresses the message if its flag says that it is compressed; null if nothing does.</summary>
    public Codec? Decompressor => Encoding switch
    {
        GrpcEncoding.Gzip => Codec.Gzip,
        GrpcEncoding.Zstd => Codec.Zstd,
        GrpcEncoding.Snappy => Codec.SnappyFramed,
        _ => null,
    };

    /// <summary>Reads the headers of a request that Kestrel has parsed.</summary>
    public static Refusal? Read(IHttpRequestFeature request, out GrpcHead head) => Read(
        request.Headers.ContentType.ToString(),
        request.Headers.GrpcTimeout is { Count: > 0 } text ? text.ToString() : null,
        request.Method,
        request.Headers.GrpcEncoding.ToString(),
        out head);

    /// <summary>Reads the headers, in grpc-go's order and with its HTTP statuses; a refusal if this is no gRPC request at all.</summary>
    /// <param name="contentType">content-type; empty if there is none.</param>
    /// <param name="timeoutText">grpc-timeout; null if there is none.</param>
    /// <param name="method">:method.</param>
    /// <param name="encoding">grpc-encoding; empty if there is none.</param>
    /// <param name="head">What they say.</param>
    public static Refusal? Read(string contentType, string? timeoutText, string method, string encoding, out GrpcHead head)
    {
        head = default;
        if (!IsTaken(contentType))
        {
            return GrpcRefusal.Http(
                StatusCodes.Status415UnsupportedMediaType,
                RpcCode.InvalidArgument,
                $"invalid gRPC request content-type \"{contentType}\": this port takes application/grpc");
        }

        TimeSpan? timeout = null;
        if (timeoutText is not null)
        {
            if (!GrpcTimeout.TryParse(timeoutText, out TimeSpan parsed))
            {
                return GrpcRefusal.Http(
                    StatusCodes.Status400BadRequest,
                    RpcCode.Internal,
                    $"malformed grpc-timeout \"{timeoutText}\": must be 1 to 8 digits and one of H, M, S, m, u, n");
            }

            timeout = parsed;
        }

        if (!HttpMethods.IsPost(method))
        {
            return GrpcRefusal.Http(
                StatusCodes.Status405MethodNotAllowed, RpcCode.Internal, $"the method is {method}, and must be POST");
        }

        head = new GrpcHead(EncodingOf(encoding), timeout);
        return null;
    }

    /// <summary>
    /// True if a request is meant as a gRPC call, taken or not: application/grpc, application/grpc-web, application/grpc+json, …
    /// </summary>
    public static bool IsGrpc(string? contentType) => contentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>application/grpc or application/grpc+proto, with any parameters.</summary>
    private static bool IsTaken(ReadOnlySpan<char> contentType)
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

    private static GrpcEncoding EncodingOf(string header) => header switch
    {
        "" or "identity" => GrpcEncoding.Identity,
        "gzip" => GrpcEncoding.Gzip,
        "zstd" => GrpcEncoding.Zstd,
        "snappy" => GrpcEncoding.Snappy,
        _ => GrpcEncoding.Unknown,
    };
}
