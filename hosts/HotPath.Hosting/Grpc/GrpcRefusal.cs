using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Grpc;

/// <summary>A request that ends before the engine has it.</summary>
/// <param name="Status">What its sender is told.</param>
/// <param name="Reason">What it is counted under: one of <see cref="RefuseReason"/>.</param>
internal readonly record struct GrpcRefusal(GrpcStatus Status, string Reason)
{
    /// <summary>Broken framing, in grpc-go's status.</summary>
    public static GrpcRefusal Framing(string message) => new(new GrpcStatus(GrpcStatusCode.Internal, message), RefuseReason.BadFraming);

    /// <summary>Broken compression, in grpc-go's status.</summary>
    public static GrpcRefusal Encoding(string message) => new(new GrpcStatus(GrpcStatusCode.Internal, message), RefuseReason.BadEncoding);
}
