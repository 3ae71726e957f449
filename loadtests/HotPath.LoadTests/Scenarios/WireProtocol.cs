namespace HotPath.LoadTests.Scenarios;

/// <summary>How a request travels.</summary>
internal enum WireProtocol
{
    /// <summary>OTLP/gRPC over HTTP/2.</summary>
    Grpc,

    /// <summary>OTLP/HTTP over HTTP/1.1, protobuf.</summary>
    HttpProtobuf,

    /// <summary>OTLP/HTTP over HTTP/1.1, JSON.</summary>
    HttpJson,
}
