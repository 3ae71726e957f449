namespace HotPath.Core.Http2;

/// <summary>
/// The flag bits of a frame header (RFC 9113, section 6). What a bit means depends on the type; unknown ones are ignored.
/// </summary>
public static class FrameFlags
{
    /// <summary>No flag.</summary>
    public const byte None = 0;

    /// <summary>SETTINGS and PING: this answers one of ours.</summary>
    public const byte Ack = 0x1;

    /// <summary>DATA and HEADERS: the sender's last frame on the stream (CONTINUATION frames of the block still follow).</summary>
    public const byte EndStream = 0x1;

    /// <summary>HEADERS and CONTINUATION: the header block is complete.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>DATA and HEADERS: a byte with the length of the padding stands first, the padding last.</summary>
    public const byte Padded = 0x8;

    /// <summary>HEADERS: five bytes of priority stand before the fragment.</summary>
    public const byte Priority = 0x20;
}
