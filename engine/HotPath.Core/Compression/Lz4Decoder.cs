namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses LZ4 frames, one after the other. A context buffers blocks of the size that the frame names, 4 MiB at most, twice.
/// </summary>
internal sealed unsafe class Lz4Decoder : MessageDecoder
{
    private const int FirstOutputBytes = 64 * 1024;
    private const int GuessedRatio = 4;

    /// <summary>A length byte of a match stands for 255 bytes at most (lz4_Block_format.md).</summary>
    private const int MostRatio = 256;

    private readonly CodecPool<Lz4Decoder> _pool;
    private nint _context;
    private ReadOnlyMemory<byte> _rest;
    private bool _isAtEnd;

    public Lz4Decoder(CodecPool<Lz4Decoder> pool)
    {
        _pool = pool;
        Lz4Library.Checked(Lz4Library.CreateDecoder(out _context, Lz4Library.Version));
    }

    ~Lz4Decoder() => Free();

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        _rest = message;
        _isAtEnd = false;
        return new SizeHint(-1, (long)message.Length * MostRatio, Math.Max(FirstOutputBytes, (long)message.Length * GuessedRatio));
    }

    /// <inheritdoc/>
    public override DecodeStatus Decode(Span<byte> target, ref int filled)
    {
        while (!_isAtEnd || !_rest.IsEmpty)
        {
            nuint room = (nuint)(target.Length - filled);
            nuint length = (nuint)_rest.Length;
            nuint result;
            fixed (byte* from = _rest.Span)
            fixed (byte* to = target)
            {
                // With neither room nor input, the library still wants addresses.
                byte none = 0;
                result = Lz4Library.Decompress(
                    _context, to == null ? &none : to + filled, ref room, from == null ? &none : from, ref length, null);
            }

            if (Lz4Library.IsError(result) != 0)
            {
                return Broken(Lz4Library.ErrorText(result));
            }

            filled += (int)room;
            _rest = _rest[(int)length..];
            _isAtEnd = result == 0;
            if (!_isAtEnd && room == 0 && length == 0)
            {
                return filled == target.Length ? DecodeStatus.Full : Broken("it is truncated");
            }
        }

        return DecodeStatus.Done;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // In liblz4 1.9.4 a frame that was not read to its end leaves its size behind, and a later one fails for it, reset or not.
        bool isClean = _isAtEnd && _rest.IsEmpty;
        _rest = default;
        if (!isClean || !_pool.TryKeep(this))
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private void Free()
    {
        _ = Lz4Library.FreeDecoder(_context);
        _context = 0;
    }
}
