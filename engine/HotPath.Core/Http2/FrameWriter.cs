using System.Buffers.Binary;

namespace HotPath.Core.Http2;

/// <summary>
/// Writes small frames whole. Each method takes room for the frame, returns its length in bytes, and throws
/// <see cref="ArgumentException"/> (or its heir) if there is too little. DATA and HEADERS are written as a <see cref="FrameHeader"/>.
/// </summary>
public static class FrameWriter
{
    /// <summary>Bytes of a WINDOW_UPDATE.</summary>
    public const int WindowUpdateBytes = FrameHeader.Bytes + 4;

    /// <summary>Bytes of an RST_STREAM.</summary>
    public const int RstStreamBytes = FrameHeader.Bytes + 4;

    /// <summary>Bytes of a PING.</summary>
    public const int PingBytes = FrameHeader.Bytes + 8;

    /// <summary>Bytes of a GOAWAY without debug data.</summary>
    public const int GoAwayBytes = FrameHeader.Bytes + 8;

    /// <summary>SETTINGS (RFC 9113, section 6.5).</summary>
    public static int Settings(Span<byte> to, ReadOnlySpan<Setting> settings)
    {
        int length = settings.Length * Setting.Bytes;
        new FrameHeader(length, FrameType.Settings, FrameFlags.None, 0).Write(to);
        for (int i = 0; i < settings.Length; i++)
        {
            settings[i].Write(to[(FrameHeader.Bytes + (i * Setting.Bytes))..]);
        }

        return FrameHeader.Bytes + length;
    }

    /// <summary>The acknowledgement of the peer's SETTINGS.</summary>
    public static int SettingsAck(Span<byte> to)
    {
        new FrameHeader(0, FrameType.Settings, FrameFlags.Ack, 0).Write(to);
        return FrameHeader.Bytes;
    }

    /// <summary>PING (6.7), or the answer to one.</summary>
    /// <param name="to">Room for the frame.</param>
    /// <param name="isAck">True for an answer.</param>
    /// <param name="opaque">Eight bytes, in an answer those of the question.</param>
    public static int Ping(Span<byte> to, bool isAck, ReadOnlySpan<byte> opaque)
    {
        new FrameHeader(8, FrameType.Ping, isAck ? FrameFlags.Ack : FrameFlags.None, 0).Write(to);
        opaque[..8].CopyTo(to[FrameHeader.Bytes..]);
        return PingBytes;
    }

    /// <summary>WINDOW_UPDATE (6.9) of a stream, or with 0 of the connection.</summary>
    public static int WindowUpdate(Span<byte> to, int streamId, int increment)
    {
        new FrameHeader(4, FrameType.WindowUpdate, FrameFlags.None, streamId).Write(to);
        BinaryPrimitives.WriteUInt32BigEndian(to[FrameHeader.Bytes..], (uint)increment);
        return WindowUpdateBytes;
    }

    /// <summary>RST_STREAM (6.4).</summary>
    public static int RstStream(Span<byte> to, int streamId, Http2ErrorCode code)
    {
        new FrameHeader(4, FrameType.RstStream, FrameFlags.None, streamId).Write(to);
        BinaryPrimitives.WriteUInt32BigEndian(to[FrameHeader.Bytes..], (uint)code);
        return RstStreamBytes;
    }

    /// <summary>GOAWAY (6.8).</summary>
    /// <param name="to">Room for the frame.</param>
    /// <param name="lastStreamId">The highest stream that was or may still be worked on; 2³¹−1 in the first of a graceful end.</param>
    /// <param name="code">Why.</param>
    /// <param name="debugData">For people; may be empty.</param>
    public static int GoAway(Span<byte> to, int lastStreamId, Http2ErrorCode code, ReadOnlySpan<byte> debugData)
    {
        new FrameHeader(8 + debugData.Length, FrameType.GoAway, FrameFlags.None, 0).Write(to);
        BinaryPrimitives.WriteUInt32BigEndian(to[FrameHeader.Bytes..], (uint)lastStreamId);
        BinaryPrimitives.WriteUInt32BigEndian(to[(FrameHeader.Bytes + 4)..], (uint)code);
        debugData.CopyTo(to[GoAwayBytes..]);
        return GoAwayBytes + debugData.Length;
    }
}
