namespace HotPath.Hosting.Grpc;

/// <summary>What <c>grpc-encoding</c> names.</summary>
internal enum GrpcEncoding : byte
{
    /// <summary>Nothing, or identity.</summary>
    Identity,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Anything else: refused, whatever the message's flag says, as grpc-go does.</summary>
    Unknown,
}
