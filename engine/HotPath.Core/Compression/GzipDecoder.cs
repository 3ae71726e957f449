using System.Buffers.Binary;
using System.IO.Compression;

namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses gzip (RFC 1952). A member ends with the size that it decompresses to:
/// <code>
///   1F 8B 08 flags mtime(4) xfl os … deflate … │ CRC-32 (4) │ ISIZE (4) │   both little-endian
/// </code>
/// ISIZE says at once whether the message is too large, bounds what is reserved, and tells a truncated message from a whole one, which
/// .NET's inflater does not. It is only believed downwards: room grows with the bytes that are really produced.
/// </summary>
internal sealed class GzipDecoder : MessageDecoder
{
    private const int SmallestMember = 18;
    private const int FirstOutputBytes = 64 * 1024;
    private const int GuessedRatio = 4;

    private GZipStream? _inflater;
    private int _size;

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        if (message.Length < SmallestMember)
        {
            return SizeHint.Nothing;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(message.Span[^sizeof(uint)..]);
        _size = (int)Math.Min(size, int.MaxValue);
        _inflater = new GZipStream(new MemoryReadStream(message), CompressionMode.Decompress);
        return new SizeHint(size, size, Math.Max(FirstOutputBytes, (long)message.Length * GuessedRatio));
    }

    /// <inheritdoc/>
    public override DecodeStatus Decode(Span<byte> target, ref int filled)
    {
        if (_inflater is null)
        {
            return Broken("it is too short");
        }

        try
        {
            while (filled < _size)
            {
                if (filled == target.Length)
                {
                    return DecodeStatus.Full;
                }

                int read = _inflater.Read(target[filled..]);
                if (read == 0)
                {
                    return Broken($"it ends after {filled} of {_size} bytes");
                }

                filled += read;
            }

            // This read is also what makes the inflater check the trailer.
            return _inflater.ReadByte() < 0
                ? DecodeStatus.Done
                : Broken($"it goes on after the {_size} bytes that its trailer says (and several gzip members are not taken)");
        }
        catch (InvalidDataException)
        {
            return Broken("its bytes or its checksum are wrong");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _inflater?.Dispose();
}
