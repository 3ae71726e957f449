namespace HotPath.Hosting.Grpc;

/// <summary>Where a stream is (RFC 9113 section 5.1), as far as a unary call passes through it. Closed streams have no object.</summary>
internal enum StreamState : byte
{
    /// <summary>Not in use.</summary>
    Idle,

    /// <summary>"open": the request's body is coming.</summary>
    Receiving,

    /// <summary>"half-closed (remote)": the engine has the request.</summary>
    Delivering,

    /// <summary>"half-closed (remote)": the answer waits for the client's flow-control window.</summary>
    Answering,

    /// <summary>"closed", by a reset while the engine had the request: the object waits for the engine to let go.</summary>
    Orphan,
}
