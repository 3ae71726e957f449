using System.Buffers.Binary;
using System.IO.Compression;

namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses zlib (RFC 1950).
/// <code>
///   CMF FLG … deflate … │ Adler-32 (4) │   big-endian
/// </code>
/// Nothing tells the decompressed size before, so room grows with the bytes that are produced. .NET's inflater takes a truncated stream
/// for a whole one, so the checksum of what came out is compared here with the last bytes that came in.
/// </summary>
internal sealed class ZlibDecoder : MessageDecoder
{
    private const int SmallestStream = 8;
    private const int FirstOutputBytes = 64 * 1024;
    private const int GuessedRatio = 4;
    private const int Nothing = -1;

    private ZLibStream? _inflater;
    private uint _checksum;
    private int _pending = Nothing;

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        if (message.Length < SmallestStream)
        {
            return SizeHint.Nothing;
        }

        _checksum = BinaryPrimitives.ReadUInt32BigEndian(message.Span[^sizeof(uint)..]);
        _inflater = new ZLibStream(new MemoryReadStream(message), CompressionMode.Decompress);
        return new SizeHint(-1, long.MaxValue, Math.Max(FirstOutputBytes, (long)message.Length * GuessedRatio));
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
            if (_pending != Nothing && filled < target.Length)
            {
                target[filled++] = (byte)_pending;
                _pending = Nothing;
            }

            while (filled < target.Length)
            {
                int read = _inflater.Read(target[filled..]);
                if (read == 0)
                {
                    return Checked(target[..filled]);
                }

                filled += read;
            }

            // Whether that was all, only another byte can tell.
            _pending = _pending == Nothing ? _inflater.ReadByte() : _pending;
            return _pending == Nothing ? Checked(target) : DecodeStatus.Full;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException)
        {
            // A stream that asks for a dictionary is not even invalid data to .NET, but an error of the library.
            return Broken("its bytes or its checksum are wrong");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _inflater?.Dispose();

    private DecodeStatus Checked(ReadOnlySpan<byte> message) =>
        Adler32.Of(message) == _checksum ? DecodeStatus.Done : Broken("it is truncated, or something follows it");
}
