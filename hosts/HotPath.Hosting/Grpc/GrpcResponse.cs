using System.Globalization;
using System.IO.Pipelines;
using HotPath.Core.Compression;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Writes the answer to a call; Kestrel sends it when the request ends.
/// <code>
///   success   HEADERS :status 200, content-type · DATA 00 00000000 (an empty response message) · HEADERS grpc-status 0
///   refusal   HEADERS :status, content-type, grpc-status, grpc-message (END_STREAM), and RST_STREAM NO_ERROR if the body is still coming
/// </code>
/// The second form is gRPC's "trailers only".
/// </summary>
internal static class GrpcResponse
{
    private const string ContentType = "application/grpc";
    private const string StatusDetails = "grpc-status-details-bin";

    private static readonly StringValues Zero = "0";

    /// <summary>What <c>grpc-accept-encoding</c> says: zstd only where its library is there.</summary>
    public static string AcceptedEncodings { get; } = Codec.Zstd.Missing is null ? "identity,gzip,zstd,snappy" : "identity,gzip,snappy";

    /// <summary>Writes a success with an empty response message: in all three signals that is full success.</summary>
    public static void Succeed(IFeatureCollection features)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentType = ContentType;
        features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers.GrpcStatus = Zero;
        PipeWriter body = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        body.GetSpan(GrpcPrefix.Size)[..GrpcPrefix.Size].Clear();
        body.Advance(GrpcPrefix.Size);
    }

    /// <summary>Writes a refusal; one of an encoding says which ones are taken, as gRPC's compression rules ask.</summary>
    public static void Refuse(IFeatureCollection features, in Refusal refusal)
    {
        Fail(features, refusal.Status, refusal.HttpStatus);
        if (refusal is { Status.Code: RpcCode.Unimplemented, Reason: RefuseReason.BadEncoding })
        {
            features.GetRequiredFeature<IHttpResponseFeature>().Headers.GrpcAcceptEncoding = AcceptedEncodings;
        }
    }

    /// <summary>Writes anything else.</summary>
    public static void Fail(IFeatureCollection features, in RpcStatus status, int httpStatus = StatusCodes.Status200OK)
    {
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        string message = status.Message ?? "";
        response.StatusCode = httpStatus;
        response.Headers.ContentType = ContentType;
        response.Headers.GrpcStatus = ((int)status.Code).ToString(CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = GrpcMessageText.Encode(message);
        if (status.RetryAfter > TimeSpan.Zero)
        {
            response.Headers[StatusDetails] = RetryInfoDetails.Encode(status.Code, message, status.RetryAfter);
        }
    }
}
