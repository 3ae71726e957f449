namespace HotPath.Hosting.Grpc;

/// <summary>What <c>grpc-encoding</c> names.</summary>
internal enum GrpcEncoding : byte
{
    /// <summary>Nothing, or identity.</summary>
    Identity,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>zstd.</summary>
    Zstd,

    /// <summary>snappy, which in grpc-go is the framing format.</summary>
    Snappy,

    /// <summary>Anything else: refused, whatever the message's flag says, as grpc-go does.</summary>
    Unknown,
}
