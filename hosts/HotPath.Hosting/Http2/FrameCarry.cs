using System.Buffers;
using HotPath.Core.Http2;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Holds the beginning of a frame that one read did not bring whole. DATA is never held beyond its header: its bytes go on as they come.
/// Room is rented while something is held only, and never for more than one frame. Belongs to its connection.
/// </summary>
internal sealed class FrameCarry
{
    private readonly byte[] _head = new byte[FrameHeader.Bytes];
    private byte[]? _payload;
    private int _filled;

    /// <summary>True if nothing is held.</summary>
    public bool IsEmpty => _filled == 0;

    /// <summary>The header, once it is whole.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>True once the header is whole.</summary>
    public bool HasHeader => _filled >= FrameHeader.Bytes;

    /// <summary>The payload, once <see cref="TryFillPayload"/> has said that it is whole.</summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, Header.Length);

    /// <summary>Takes bytes of the header; true if it is whole with them.</summary>
    public bool TryFillHeader(ref ReadOnlySpan<byte> input)
    {
        int count = Math.Min(FrameHeader.Bytes - _filled, input.Length);
        input[..count].CopyTo(_head.AsSpan(_filled));
        input = input[count..];
        _filled += count;
        if (_filled < FrameHeader.Bytes)
        {
            return false;
        }

        Header = FrameHeader.Read(_head);
        return true;
    }

    /// <summary>Begins with a frame whose header is whole already.</summary>
    public void Begin(FrameHeader header)
    {
        Header = header;
        _filled = FrameHeader.Bytes;
    }

    /// <summary>Takes bytes of the payload; true if it is whole with them. The header's length has been checked.</summary>
    public bool TryFillPayload(ref ReadOnlySpan<byte> input)
    {
        _payload ??= ArrayPool<byte>.Shared.Rent(Math.Max(1, Header.Length));
        int at = _filled - FrameHeader.Bytes;
        int count = Math.Min(Header.Length - at, input.Length);
        input[..count].CopyTo(_payload.AsSpan(at));
        input = input[count..];
        _filled += count;
        return at + count == Header.Length;
    }

    /// <summary>Lets go of the frame.</summary>
    public void Clear()
    {
        _filled = 0;
        if (_payload is not null)
        {
            ArrayPool<byte>.Shared.Return(_payload);
            _payload = null;
        }
    }
}
