namespace HotPath.Core.Http2;

/// <summary>The error codes of RST_STREAM and GOAWAY (RFC 9113, section 7); the numbers go over the wire.</summary>
public enum Http2ErrorCode : uint
{
    /// <summary>NO_ERROR: an end in order.</summary>
    NoError = 0x0,

    /// <summary>PROTOCOL_ERROR: none of the more exact codes fits.</summary>
    ProtocolError = 0x1,

    /// <summary>INTERNAL_ERROR.</summary>
    InternalError = 0x2,

    /// <summary>FLOW_CONTROL_ERROR: more DATA than a window had room for, or a window above 2³¹−1.</summary>
    FlowControlError = 0x3,

    /// <summary>SETTINGS_TIMEOUT: our SETTINGS were not acknowledged in time.</summary>
    SettingsTimeout = 0x4,

    /// <summary>STREAM_CLOSED: a frame came for a stream that is half closed.</summary>
    StreamClosed = 0x5,

    /// <summary>FRAME_SIZE_ERROR: a frame has a length that its type, or the settings, do not allow.</summary>
    FrameSizeError = 0x6,

    /// <summary>REFUSED_STREAM: nothing was done with the stream; it may be sent again.</summary>
    RefusedStream = 0x7,

    /// <summary>CANCEL: the stream is no longer wanted.</summary>
    Cancel = 0x8,

    /// <summary>COMPRESSION_ERROR: a header block could not be decoded; the connection's HPACK state is lost.</summary>
    CompressionError = 0x9,

    /// <summary>CONNECT_ERROR.</summary>
    ConnectError = 0xa,

    /// <summary>ENHANCE_YOUR_CALM: the peer makes more work than it should.</summary>
    EnhanceYourCalm = 0xb,

    /// <summary>INADEQUATE_SECURITY: TLS is too weak.</summary>
    InadequateSecurity = 0xc,

    /// <summary>HTTP_1_1_REQUIRED.</summary>
    Http11Required = 0xd,
}
