namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>How a call on a connection ended.</summary>
internal enum CallEnd
{
    /// <summary>There is an answer with a status.</summary>
    Answered,

    /// <summary>The peer reset the stream; it may have done something with the call.</summary>
    Reset,

    /// <summary>The peer, or the connection's end, says that nothing was done with the call: another connection may have it.</summary>
    Unprocessed,

    /// <summary>The peer refused the stream without looking at it: the call may be sent again.</summary>
    Refused,

    /// <summary>The connection ended; nobody knows what was done with the call.</summary>
    Lost,

    /// <summary>The response was longer than <see cref="GrpcResponseBody.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
