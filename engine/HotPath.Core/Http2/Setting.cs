using System.Buffers.Binary;

namespace HotPath.Core.Http2;

/// <summary>
/// One parameter of a SETTINGS payload (RFC 9113, section 6.5.1), which is a row of these and nothing else:
/// <code>
///   0                 2                       6
///   ├─────────────────┼───────────────────────┤
///   │ id, 16 bits     │ value, 32 bits        │
/// </code>
/// </summary>
/// <param name="Id">Which; may be one that <see cref="SettingId"/> does not name.</param>
/// <param name="Value">Its value, not checked yet.</param>
public readonly record struct Setting(SettingId Id, uint Value)
{
    /// <summary>Bytes of a parameter.</summary>
    public const int Bytes = 6;

    /// <summary>Reads the first six bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public static Setting Read(ReadOnlySpan<byte> from) =>
        new((SettingId)BinaryPrimitives.ReadUInt16BigEndian(from), BinaryPrimitives.ReadUInt32BigEndian(from[2..]));

    /// <summary>Writes the first six bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is less room.</exception>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)Id);
        BinaryPrimitives.WriteUInt32BigEndian(to[2..], Value);
    }

    /// <summary>The connection error that the value is, or NO_ERROR if it is allowed (section 6.5.2).</summary>
    public Http2ErrorCode Check() => Id switch
    {
        SettingId.EnablePush when Value > 1 => Http2ErrorCode.ProtocolError,
        SettingId.InitialWindowSize when Value > Http2Limits.MostWindowBytes => Http2ErrorCode.FlowControlError,
        SettingId.MaxFrameSize when Value is < Http2Limits.LeastMaxFrameBytes or > Http2Limits.MostMaxFrameBytes =>
            Http2ErrorCode.ProtocolError,
        _ => Http2ErrorCode.NoError,
    };
}
