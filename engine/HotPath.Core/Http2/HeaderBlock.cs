using System.Buffers;

namespace HotPath.Core.Http2;

/// <summary>
/// Joins a header block that comes as HEADERS and CONTINUATION frames (RFC 9113, section 4.3), on either side of a connection. A block in
/// one frame, which is nearly every one, never comes here. Not thread-safe: it belongs to its connection's reading loop, whose last act is
/// <see cref="Clear"/>.
/// </summary>
public sealed class HeaderBlock
{
    private byte[]? _bytes;
    private int _filled;

    /// <summary>The stream whose block is open; 0 for none.</summary>
    public int StreamId { get; private set; }

    /// <summary>True if the HEADERS frame ended its stream.</summary>
    public bool EndsStream { get; private set; }

    /// <summary>CONTINUATION frames so far.</summary>
    public int Continuations { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length => _filled;

    /// <summary>True while a block is open: until it ends, no other frame may come.</summary>
    public bool IsOpen => StreamId != 0;

    /// <summary>The block so far; valid until the next fragment is added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _filled);

    /// <summary>Opens a block with its first fragment.</summary>
    public void Begin(int streamId, bool endsStream, ReadOnlySpan<byte> fragment)
    {
        StreamId = streamId;
        EndsStream = endsStream;
        Continuations = 0;
        Append(fragment);
    }

    /// <summary>Adds the fragment of a CONTINUATION frame. The caller bounds their number and bytes.</summary>
    public void Continue(ReadOnlySpan<byte> fragment)
    {
        Continuations++;
        Append(fragment);
    }

    /// <summary>Closes the block and lets go of its bytes.</summary>
    public void Clear()
    {
        StreamId = 0;
        _filled = 0;
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }

    private void Append(ReadOnlySpan<byte> fragment)
    {
        if (_bytes is null || _bytes.Length - _filled < fragment.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, 2 * (_filled + fragment.Length)));
            Bytes.CopyTo(larger);
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = larger;
        }

        fragment.CopyTo(_bytes.AsSpan(_filled));
        _filled += fragment.Length;
    }
}
