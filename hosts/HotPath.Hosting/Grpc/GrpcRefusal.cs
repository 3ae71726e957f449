using HotPath.Engine.Pipeline;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Grpc;

/// <summary>A request that ends before the engine has it.</summary>
/// <param name="Status">What its sender is told.</param>
/// <param name="Reason">What it is counted under: one of <see cref="RefuseReason"/>; null if no intake is concerned.</param>
/// <param name="HttpStatus">The HTTP status; other than 200 for what is no gRPC request at all.</param>
internal readonly record struct GrpcRefusal(GrpcStatus Status, string? Reason, int HttpStatus = StatusCodes.Status200OK)
{
    /// <summary>Broken framing, in grpc-go's status.</summary>
    public static GrpcRefusal Framing(string message) => new(new GrpcStatus(GrpcStatusCode.Internal, message), RefuseReason.BadFraming);

    /// <summary>Broken compression, in grpc-go's status.</summary>
    public static GrpcRefusal Encoding(string message) => new(new GrpcStatus(GrpcStatusCode.Internal, message), RefuseReason.BadEncoding);

    /// <summary>An encoding that is not known: the answer says which ones are.</summary>
    public static GrpcRefusal UnknownEncoding(string encoding) => new(
        new GrpcStatus(GrpcStatusCode.Unimplemented, $"grpc-encoding \"{encoding}\" is not supported: send identity or gzip"),
        RefuseReason.BadEncoding);

    /// <summary>No gRPC request at all.</summary>
    public static GrpcRefusal Http(int httpStatus, GrpcStatusCode code, string message) =>
        new(new GrpcStatus(code, message), null, httpStatus);
}
