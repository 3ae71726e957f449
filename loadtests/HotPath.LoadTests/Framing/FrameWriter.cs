using System.Buffers;
using System.Buffers.Binary;

namespace HotPath.LoadTests.Framing;

/// <summary>Collects small frames, so that they leave in one write. Not thread-safe.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>What was collected.</summary>
    public ReadOnlyMemory<byte> Collected => _bytes.WrittenMemory;

    /// <summary>Forgets what was collected.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Adds a frame.</summary>
    public void Add(byte type, byte flags, int streamId, ReadOnlySpan<byte> payload)
    {
        Http2Frame.WriteHeader(_bytes.GetSpan(Http2Frame.HeaderBytes), payload.Length, type, flags, streamId);
        _bytes.Advance(Http2Frame.HeaderBytes);
        _bytes.Write(payload);
    }

    /// <summary>Adds bytes as they are.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Adds a frame whose payload is one number: WINDOW_UPDATE or RST_STREAM.</summary>
    public void AddNumber(byte type, int streamId, int number)
    {
        Span<byte> payload = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        Add(type, 0, streamId, payload);
    }

    /// <summary>Adds SETTINGS (RFC 9113, section 6.5): pairs of id (16 bits) and value (32 bits).</summary>
    public void AddSettings(params ReadOnlySpan<(short Id, int Value)> settings)
    {
        Span<byte> payload = stackalloc byte[settings.Length * 6];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(payload[(i * 6)..], settings[i].Id);
            BinaryPrimitives.WriteInt32BigEndian(payload[((i * 6) + 2)..], settings[i].Value);
        }

        Add(Http2Frame.Settings, 0, 0, payload);
    }
}
