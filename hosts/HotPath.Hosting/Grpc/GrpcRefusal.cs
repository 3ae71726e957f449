using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>The refusals that only gRPC knows.</summary>
internal static class GrpcRefusal
{
    /// <summary>An encoding that is not known: the answer says which ones are.</summary>
    public static Refusal UnknownEncoding(string encoding) => new(
        new RpcStatus(
            RpcCode.Unimplemented, $"grpc-encoding \"{encoding}\" is not supported: send one of {GrpcResponse.AcceptedEncodings}"),
        RefuseReason.BadEncoding);

    /// <summary>No gRPC request at all.</summary>
    public static Refusal Http(int httpStatus, RpcCode code, string message) => new(new RpcStatus(code, message), null, httpStatus);
}
