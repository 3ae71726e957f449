using System.Buffers.Binary;
using System.Net.Sockets;

namespace HotPath.LoadTests.Framing;

/// <summary>Reads frames out of a socket through one buffer. For one reader at a time.</summary>
internal sealed class FrameReader
{
    private readonly Socket _socket;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>Makes a reader.</summary>
    /// <param name="socket">Where from; stays its owner's.</param>
    /// <param name="bufferBytes">At least one whole frame of 16,393 bytes.</param>
    public FrameReader(Socket socket, int bufferBytes)
    {
        _socket = socket;
        _buffer = GC.AllocateUninitializedArray<byte>(bufferBytes, pinned: true);
    }

    /// <summary>What was received and not read yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Receives once; false at the end of the connection.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken stop)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, stop);
        _end += received;
        return received > 0;
    }

    /// <summary>Passes over bytes that are no frame.</summary>
    public void Skip(int bytes) => _start += bytes;

    /// <summary>The next frame, if all of it is there; valid until <see cref="FillAsync"/>.</summary>
    public bool TryRead(out Http2Frame frame)
    {
        frame = default;
        ReadOnlySpan<byte> unread = Unread;
        if (unread.Length < Http2Frame.HeaderBytes)
        {
            return false;
        }

        int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(unread) >> 8);
        if (length > Http2Frame.MaxPayloadBytes)
        {
            throw new InvalidDataException($"a frame of {length} bytes, where {Http2Frame.MaxPayloadBytes} were agreed");
        }

        if (unread.Length < Http2Frame.HeaderBytes + length)
        {
            return false;
        }

        frame = new Http2Frame
        {
            Type = unread[3],
            Flags = unread[4],
            StreamId = BinaryPrimitives.ReadInt32BigEndian(unread[5..]) & int.MaxValue,
            Payload = unread.Slice(Http2Frame.HeaderBytes, length),
        };
        _start += Http2Frame.HeaderBytes + length;
        return true;
    }
}
