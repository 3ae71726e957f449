using System.Buffers.Binary;

namespace HotPath.Core.Http2;

/// <summary>What wraps the content of a payload that has come whole, and what small payloads hold.</summary>
public static class FramePayload
{
    /// <summary>Bytes of the priority in HEADERS: exclusive bit and stream (4), weight (1). Deprecated; they are stepped over.</summary>
    public const int PriorityBytes = 5;

    /// <summary>
    /// Takes the content out of a DATA or HEADERS payload (RFC 9113, sections 6.1 and 6.2):
    /// <code>
    ///   ├─────────────┼──────────────┼──────────────┼──────────┤
    ///   │ padding     │ priority (5) │ content      │ padding  │
    ///   │ length (1)  │ if PRIORITY  │              │ if       │
    ///   │ if PADDED   │ and HEADERS  │              │ PADDED   │
    /// </code>
    /// </summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">The whole payload.</param>
    /// <param name="content">Its content; empty if there is an error.</param>
    /// <returns>NO_ERROR; PROTOCOL_ERROR if the padding leaves no room for the rest; FRAME_SIZE_ERROR if a field is cut off.</returns>
    public static Http2ErrorCode Strip(FrameHeader header, ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> content)
    {
        content = default;
        int before = 0;
        int padding = 0;
        if (header.Has(FrameFlags.Padded))
        {
            if (payload.IsEmpty)
            {
                return Http2ErrorCode.FrameSizeError;
            }

            before = 1;
            padding = payload[0];
        }

        before += header.Type == FrameType.Headers && header.Has(FrameFlags.Priority) ? PriorityBytes : 0;
        if (payload.Length < before)
        {
            return Http2ErrorCode.FrameSizeError;
        }

        if (payload.Length < before + padding)
        {
            return Http2ErrorCode.ProtocolError;
        }

        content = payload[before..^padding];
        return Http2ErrorCode.NoError;
    }

    /// <summary>The increment of a WINDOW_UPDATE of four bytes (6.9); 0 is an error of the peer's.</summary>
    public static int WindowIncrement(ReadOnlySpan<byte> payload) => (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7FFF_FFFF);

    /// <summary>The error code of an RST_STREAM of four bytes (6.4).</summary>
    public static Http2ErrorCode ResetCode(ReadOnlySpan<byte> payload) => (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload);

    /// <summary>
    /// What a GOAWAY of at least eight bytes says (6.8): the last stream (4), the error code (4), and debug data, often text.
    /// </summary>
    public static Http2ErrorCode GoAway(ReadOnlySpan<byte> payload, out int lastStreamId, out ReadOnlySpan<byte> debugData)
    {
        lastStreamId = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7FFF_FFFF);
        debugData = payload[8..];
        return (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
    }

    /// <summary>
    /// FRAME_SIZE_ERROR if a frame's type fixes its length otherwise (section 6), else NO_ERROR. It is the connection's error, but for
    /// PRIORITY, whose stream alone it ends.
    /// </summary>
    public static Http2ErrorCode CheckLength(FrameHeader header)
    {
        bool fits = header.Type switch
        {
            FrameType.Priority => header.Length == PriorityBytes,
            FrameType.RstStream or FrameType.WindowUpdate => header.Length == 4,
            FrameType.Ping => header.Length == 8,
            FrameType.GoAway => header.Length >= 8,
            FrameType.Settings => header.Has(FrameFlags.Ack) ? header.Length == 0 : header.Length % Setting.Bytes == 0,
            _ => true,
        };
        return fits ? Http2ErrorCode.NoError : Http2ErrorCode.FrameSizeError;
    }
}
