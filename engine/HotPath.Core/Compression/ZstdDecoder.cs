namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses zstd in one piece: then the output is the window, and libzstd needs no memory for one, however large the frame's window
/// is. If the room turns out too small, it begins anew with more.
/// </summary>
internal sealed unsafe class ZstdDecoder(CodecPool<ZstdDecoder> pool) : MessageDecoder
{
    private const int FirstOutputBytes = 256 * 1024;

    /// <summary>Beginning anew costs time, so the guess is generous; it is cut to what the blocks can hold at most.</summary>
    private const int GuessedRatio = 16;

    private nint _context = ZstdLibrary.Made(ZstdLibrary.CreateDecoder());
    private ReadOnlyMemory<byte> _message;
    private bool _isWhole;

    ~ZstdDecoder() => Free();

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        _message = message;
        _isWhole = ZstdFrames.TryWalk(message.Span, out ZstdFrames frames);
        return _isWhole
            ? new SizeHint(frames.Claimed, frames.AtMost, Math.Max(FirstOutputBytes, (long)message.Length * GuessedRatio))
            : SizeHint.Nothing;
    }

    /// <inheritdoc/>
    public override DecodeStatus Decode(Span<byte> target, ref int filled)
    {
        filled = 0;
        if (!_isWhole)
        {
            return Broken("it is truncated, or its frames are wrong");
        }

        ReadOnlySpan<byte> source = _message.Span;
        nuint result;
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            result = ZstdLibrary.Decompress(_context, to, (nuint)target.Length, from, (nuint)source.Length);
        }

        if (ZstdLibrary.IsError(result) == 0)
        {
            filled = (int)result;
            return DecodeStatus.Done;
        }

        return ZstdLibrary.ErrorCode(result) == ZstdLibrary.TargetTooSmall
            ? DecodeStatus.Full
            : Broken(ZstdLibrary.ErrorText(result));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _message = default;
        if (!pool.TryKeep(this))
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private void Free()
    {
        _ = ZstdLibrary.FreeDecoder(_context);
        _context = 0;
    }
}
