using System.Buffers.Binary;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Fuzz.Running;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Fuzz.Targets;

/// <summary>HTTP/2 frames as seeds, tokens, and to be put in order and checked.</summary>
internal static class Frames
{
    /// <summary>Frames of every type, to be put between others.</summary>
    public static IReadOnlyList<byte[]> Tokens { get; } =
    [
        RawFrame.Settings(), RawFrame.Settings(new Setting(SettingId.InitialWindowSize, 0)),
            RawFrame.Settings(new Setting(SettingId.HeaderTableSize, 0)),
        RawFrame.Settings(new Setting(SettingId.MaxFrameSize, 16384)), RawFrame.Settings(new Setting(SettingId.MaxConcurrentStreams, 0)),
        RawFrame.Bytes(FrameType.Settings, FrameFlags.Ack, 0), RawFrame.Ping(),
            RawFrame.Bytes(FrameType.Ping, FrameFlags.Ack, 0, new byte[8]),
        RawFrame.WindowUpdate(0, 1), RawFrame.WindowUpdate(1, int.MaxValue), RawFrame.WindowUpdate(1, 0), RawFrame.Reset(1),
            RawFrame.Reset(3),
        RawFrame.Bytes(FrameType.GoAway, 0, 0, new byte[8]), RawFrame.Bytes(FrameType.GoAway, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0),
        RawFrame.Bytes(FrameType.Priority, 0, 1, new byte[5]), RawFrame.Bytes(FrameType.PushPromise, 0, 1, new byte[4]),
            RawFrame.Bytes((FrameType)0x55, 1, 7, 1),
        RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1), RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, new byte[5]),
        RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, 200, 0), RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, 1),
        RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 3, RawBlock.ForExport()),
            RawFrame.Bytes(FrameType.Headers, FrameFlags.None, 5, 0x82),
        RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 1, RawBlock.Of([("grpc-status", "0")])),
        [1], [4], [8], [0x20], [0x2C],
    ];

    /// <summary>An Export call on a stream, whole.</summary>
    public static byte[] Call(int stream, byte[] message, params (string Name, string Value)[] more) =>
    [
        .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, stream,
        RawBlock.Of([.. RawBlock.Export, .. more], HpackIndexing.Incremental)),
        .. RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, stream, GrpcMessages.Frame(message)),
    ];

    /// <summary>Sets the length of each frame so that the next header follows where it did, as far as types can be recognised.</summary>
    public static byte[] Mend(byte[] input)
    {
        byte[] mended = [.. input];
        for (int at = 0; at + FrameHeader.Bytes <= mended.Length;)
        {
            int end = at + FrameHeader.Bytes;
            while (end < mended.Length && !LooksLikeHeader(mended.AsSpan(end)))
            {
                end++;
            }

            int length = end - at - FrameHeader.Bytes;
            mended[at] = (byte)(length >> 16);
            mended[at + 1] = (byte)(length >> 8);
            mended[at + 2] = (byte)length;
            mended[at + 3] %= 10;
            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan(at + 5), BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan(at + 5)) & 15);
            at = end;
        }

        return mended;
    }

    /// <summary>Fails unless bytes are whole frames, each with a length that it may have; the types that there are, as bits.</summary>
    public static int Check(ReadOnlySpan<byte> bytes)
    {
        int types = 0;
        while (!bytes.IsEmpty)
        {
            Invariant.Holds(bytes.Length >= FrameHeader.Bytes, "half a frame header was sent");
            FrameHeader header = FrameHeader.Read(bytes);
            Invariant.Holds(bytes.Length >= FrameHeader.Bytes + header.Length, $"half of a frame was sent: {header}");
            Invariant.Holds(FramePayload.CheckLength(header) == Http2ErrorCode.NoError, $"a frame with a wrong length was sent: {header}");
            types |= 1 << (int)header.Type;
            bytes = bytes[(FrameHeader.Bytes + header.Length)..];
        }

        return types;
    }

    /// <summary>True if some frame of bytes has a type.</summary>
    public static bool Has(ReadOnlySpan<byte> bytes, FrameType type)
    {
        while (bytes.Length >= FrameHeader.Bytes)
        {
            FrameHeader header = FrameHeader.Read(bytes);
            if (header.Type == type)
            {
                return true;
            }

            bytes = bytes[Math.Min(bytes.Length, FrameHeader.Bytes + header.Length)..];
        }

        return false;
    }

    private static bool LooksLikeHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= FrameHeader.Bytes && bytes[0] == 0 && bytes[1] < 8 && bytes[3] < 10 && bytes[5] == 0 && bytes[6] == 0
            && bytes[7] == 0 && bytes[8] < 16;
}
