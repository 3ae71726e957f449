using System.Buffers.Binary;
using HotPath.Core.Hashing;

namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses gzip (RFC 1952). A member ends with the size that it decompresses to:
/// <code>
///   header (see GzipHeader) │ deflate … │ CRC-32 (4) │ ISIZE (4) │   both little-endian
/// </code>
/// ISIZE says at once whether the message is too large, and bounds what is reserved. It is only believed downwards: room grows with the
/// bytes that are really produced.
/// </summary>
internal sealed class GzipDecoder(CodecPool<GzipDecoder> pool) : MessageDecoder
{
    private const int TrailerBytes = 2 * sizeof(uint);
    private const int SmallestMember = GzipHeader.LeastBytes + TrailerBytes;
    private const string OneMember = " (and several gzip members are not taken)";
    private const int FirstOutputBytes = 64 * 1024;

    /// <summary>Telemetry gets five to twelve times smaller; what is guessed too small is copied once more.</summary>
    private const int GuessedRatio = 12;

    private readonly Inflater _inflater = new();
    private ReadOnlyMemory<byte> _deflated;
    private uint _checksum;
    private int _size;

    /// <inheritdoc/>
    public override int KeptBytes => KeptGzip.SizeOf(_inflater.EndBit);

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        int header = message.Length < SmallestMember ? -1 : GzipHeader.Measure(message.Span);
        if (header < 0 || message.Length - header < TrailerBytes)
        {
            Fault = message.Length < SmallestMember ? "it is too short" : "its header is wrong";
            _deflated = default;
            return SizeHint.Nothing;
        }

        ReadOnlySpan<byte> trailer = message.Span[^TrailerBytes..];
        _checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]);
        _size = (int)Math.Min(size, int.MaxValue);
        _deflated = message[header..^TrailerBytes];
        _inflater.Begin();
        return new SizeHint(size, size, Math.Max(FirstOutputBytes, (long)message.Length * GuessedRatio));
    }

    /// <inheritdoc/>
    public override DecodeStatus Decode(Span<byte> target, ref int filled)
    {
        if (_deflated.IsEmpty)
        {
            return Broken(Fault);
        }

        bool isAll = target.Length >= _size;
        InflateStatus status = _inflater.Run(_deflated.Span, isAll ? target[.._size] : target, ref filled);
        return status switch
        {
            InflateStatus.Done => Check(target[..filled]),
            InflateStatus.Full when !isAll => DecodeStatus.Full,
            InflateStatus.Full => Broken($"it goes on after the {_size} bytes that its trailer says{OneMember}"),
            InflateStatus.Truncated => Broken($"it ends after {filled} of {_size} bytes"),
            _ => Broken("its bytes or its checksum are wrong"),
        };
    }

    /// <inheritdoc/>
    public override void Keep(Span<byte> room) =>
        KeptGzip.Write(room, _deflated.Span, _checksum, _inflater.LastBlockBit, _inflater.EndBit);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _deflated = default;
        pool.TryKeep(this);
    }

    private DecodeStatus Check(ReadOnlySpan<byte> message)
    {
        if ((_inflater.EndBit + 7) / 8 != _deflated.Length)
        {
            return Broken($"it goes on after {message.Length} bytes{OneMember}");
        }

        return message.Length == _size && Crc32.Of(message) == _checksum
            ? DecodeStatus.Done
            : Broken("its bytes or its checksum are wrong");
    }
}
