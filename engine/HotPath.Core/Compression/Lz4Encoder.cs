using System.Buffers;

namespace HotPath.Core.Compression;

/// <summary>Compresses to one LZ4 frame.</summary>
internal sealed unsafe class Lz4Encoder : MessageEncoder
{
    /// <summary>The most that is compressed by one call.</summary>
    private const int PieceBytes = 64 * 1024;

    private readonly CodecPool<Lz4Encoder> _pool;
    private readonly bool _isFast;
    private readonly byte[] _piece;
    private nint _context;
    private IBufferWriter<byte>? _to;

    public Lz4Encoder(CodecPool<Lz4Encoder> pool, bool isFast)
    {
        _pool = pool;
        _isFast = isFast;
        _piece = new byte[Lz4Library.Bound(PieceBytes, new Lz4Preferences(0, isFast))];
        Lz4Library.Checked(Lz4Library.CreateEncoder(out _context, Lz4Library.Version));
    }

    ~Lz4Encoder() => Free();

    /// <inheritdoc/>
    public override void Begin(long length, IBufferWriter<byte> to)
    {
        _to = to;
        fixed (byte* piece = _piece)
        {
            Emit(Lz4Library.Begin(_context, piece, (nuint)_piece.Length, new Lz4Preferences(length, _isFast)));
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> segment)
    {
        fixed (byte* piece = _piece)
        fixed (byte* from = segment)
        {
            for (int at = 0; at < segment.Length; at += PieceBytes)
            {
                int length = Math.Min(PieceBytes, segment.Length - at);
                Emit(Lz4Library.Update(_context, piece, (nuint)_piece.Length, from + at, (nuint)length, null));
            }
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        fixed (byte* piece = _piece)
        {
            Emit(Lz4Library.End(_context, piece, (nuint)_piece.Length, null));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _to = null;
        if (!_pool.TryKeep(this))
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private void Emit(nuint written) => _to!.Write(_piece.AsSpan(0, (int)Lz4Library.Checked(written)));

    private void Free()
    {
        _ = Lz4Library.FreeEncoder(_context);
        _context = 0;
    }
}
