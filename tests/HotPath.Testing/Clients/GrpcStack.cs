namespace HotPath.Testing.Clients;

/// <summary>A gRPC implementation that is not ours and not .NET's.</summary>
public enum GrpcStack
{
    /// <summary>grpc-go, which the Collector itself is built on.</summary>
    GrpcGo,

    /// <summary>grpcio, Python's binding of the C core.</summary>
    Grpcio,
}
