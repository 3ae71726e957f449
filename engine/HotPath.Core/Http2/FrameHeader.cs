using System.Buffers.Binary;

namespace HotPath.Core.Http2;

/// <summary>
/// What stands before every frame's payload (RFC 9113, section 4.1):
/// <code>
///   0                   3      4       5                       9
///   ├───────────────────┼──────┼───────┼─┬─────────────────────┤
///   │ length of payload │ type │ flags │R│ stream              │
///   │ 24 bits, big end  │      │       │ │ 31 bits, big end    │
///   ├───────────────────┴──────┴───────┴─┴─────────────────────┤
///   │ payload …
/// </code>
/// R is reserved: sent as 0, ignored when read.
/// </summary>
/// <param name="Length">Bytes of the payload, 0 to 2²⁴−1.</param>
/// <param name="Type">The kind; may be one that <see cref="FrameType"/> does not name.</param>
/// <param name="Flags">Bits of <see cref="FrameFlags"/>.</param>
/// <param name="StreamId">The stream, 0 for the connection.</param>
public readonly record struct FrameHeader(int Length, FrameType Type, byte Flags, int StreamId)
{
    /// <summary>Bytes of a frame header.</summary>
    public const int Bytes = 9;

    private const uint StreamBits = 0x7FFF_FFFF;

    /// <summary>True if all bits of <paramref name="flag"/> are set.</summary>
    public bool Has(byte flag) => (Flags & flag) == flag;

    /// <summary>Reads a header from the first nine bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> from)
    {
        uint lengthAndType = BinaryPrimitives.ReadUInt32BigEndian(from);
        uint stream = BinaryPrimitives.ReadUInt32BigEndian(from[5..]) & StreamBits;
        return new FrameHeader((int)(lengthAndType >> 8), (FrameType)(byte)lengthAndType, from[4], (int)stream);
    }

    /// <summary>Writes the header into the first nine bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is less room.</exception>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, ((uint)Length << 8) | (byte)Type);
        to[4] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(to[5..], (uint)StreamId);
    }
}
