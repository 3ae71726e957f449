using System.Buffers.Binary;

namespace HotPath.LoadTests.Framing;

/// <summary>
/// One HTTP/2 frame as it lies in a read buffer (RFC 9113, section 4.1).
/// <code>
///   length (24) | type (8) | flags (8) | 0 stream id (31) | payload
/// </code>
/// The sender and the sink speak only as much HTTP/2 as a load needs, so that they cost less than what stands between them.
/// </summary>
internal readonly ref struct Http2Frame
{
    public const int HeaderBytes = 9;
    public const int MaxPayloadBytes = 16384;
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte Ack = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const byte Priority = 0x20;

    /// <summary>What a client says first (section 3.4), without its SETTINGS.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public byte Type { get; init; }

    public byte Flags { get; init; }

    public int StreamId { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>The payload without padding and priority, of DATA and HEADERS.</summary>
    public ReadOnlySpan<byte> Content
    {
        get
        {
            ReadOnlySpan<byte> content = Payload;
            if (Has(Padded))
            {
                content = content[1..^content[0]];
            }

            return Type == Headers && Has(Priority) ? content[5..] : content;
        }
    }

    /// <summary>Writes a frame's first nine bytes.</summary>
    public static void WriteHeader(Span<byte> to, int length, byte type, byte flags, int streamId)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, length << 8 | type);
        to[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(to[5..], streamId);
    }
}
