namespace HotPath.Core.Http2;

/// <summary>The kinds of frame of RFC 9113, section 6; the numbers go over the wire. Other kinds are ignored (section 5.5).</summary>
public enum FrameType : byte
{
    /// <summary>A piece of a stream's body (6.1).</summary>
    Data = 0x0,

    /// <summary>Opens a stream, or ends it as trailers: the first fragment of a header block (6.2).</summary>
    Headers = 0x1,

    /// <summary>Deprecated, and ignored (6.3).</summary>
    Priority = 0x2,

    /// <summary>Ends a stream at once, with an error code (6.4).</summary>
    RstStream = 0x3,

    /// <summary>Parameters of the connection, or their acknowledgement (6.5).</summary>
    Settings = 0x4,

    /// <summary>A server's announcement of a stream of its own; HotPath never allows it (6.6).</summary>
    PushPromise = 0x5,

    /// <summary>Eight bytes to be sent back (6.7).</summary>
    Ping = 0x6,

    /// <summary>No stream above a number was or will be looked at (6.8).</summary>
    GoAway = 0x7,

    /// <summary>Room for more DATA, on a stream or on the connection (6.9).</summary>
    WindowUpdate = 0x8,

    /// <summary>A further fragment of a header block (6.10).</summary>
    Continuation = 0x9,
}
