using HotPath.Core.Http2;

namespace HotPath.Testing.Http2;

/// <summary>A frame as it came.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Payload">Its payload.</param>
public sealed record RawFrame(FrameHeader Header, byte[] Payload)
{
    /// <summary>The bytes of any frame.</summary>
    public static byte[] Bytes(FrameType type, byte flags, int streamId, params ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameHeader.Bytes + payload.Length];
        new FrameHeader(payload.Length, type, flags, streamId).Write(frame);
        payload.CopyTo(frame.AsSpan(FrameHeader.Bytes));
        return frame;
    }

    /// <summary>SETTINGS with some parameters.</summary>
    public static byte[] Settings(params ReadOnlySpan<Setting> settings)
    {
        byte[] frame = new byte[FrameHeader.Bytes + (settings.Length * Setting.Bytes)];
        FrameWriter.Settings(frame, settings);
        return frame;
    }

    /// <summary>WINDOW_UPDATE.</summary>
    public static byte[] WindowUpdate(int streamId, int increment)
    {
        byte[] frame = new byte[FrameWriter.WindowUpdateBytes];
        FrameWriter.WindowUpdate(frame, streamId, increment);
        return frame;
    }

    /// <summary>RST_STREAM.</summary>
    public static byte[] Reset(int streamId, Http2ErrorCode code = Http2ErrorCode.Cancel)
    {
        byte[] frame = new byte[FrameWriter.RstStreamBytes];
        FrameWriter.RstStream(frame, streamId, code);
        return frame;
    }

    /// <summary>PING.</summary>
    public static byte[] Ping() => Bytes(FrameType.Ping, FrameFlags.None, 0, 1, 2, 3, 4, 5, 6, 7, 8);

    /// <summary>The increment of a WINDOW_UPDATE.</summary>
    public int Increment => FramePayload.WindowIncrement(Payload);

    /// <inheritdoc/>
    public override string ToString() => $"{Header.Type}({Header.StreamId}, flags {Header.Flags}, {Payload.Length} bytes)";
}
