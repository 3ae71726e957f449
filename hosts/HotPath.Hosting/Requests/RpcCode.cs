namespace HotPath.Hosting.Requests;

/// <summary>The gRPC status codes that this server answers with (grpc/doc/statuscodes.md).</summary>
internal enum RpcCode
{
    /// <summary>Taken over.</summary>
    Ok = 0,

    /// <summary>The request can never be taken: it is malformed.</summary>
    InvalidArgument = 3,

    /// <summary>The sender's own deadline passed.</summary>
    DeadlineExceeded = 4,

    /// <summary>Too large, or a backend's own limits. OTLP senders retry it only if it carries RetryInfo.</summary>
    ResourceExhausted = 8,

    /// <summary>No such method, or no such encoding.</summary>
    Unimplemented = 12,

    /// <summary>Broken framing or compression, or a fault of ours. OTLP senders do not retry it.</summary>
    Internal = 13,

    /// <summary>Not now. OTLP senders retry it.</summary>
    Unavailable = 14,

    /// <summary>The server's authenticator does not know the sender. OTLP senders do not retry it.</summary>
    Unauthenticated = 16,
}
