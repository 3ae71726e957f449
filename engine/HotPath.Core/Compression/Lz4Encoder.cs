using System.Buffers;

namespace HotPath.Core.Compression;

/// <summary>Compresses to one LZ4 frame.</summary>
internal sealed unsafe class Lz4Encoder : MessageEncoder
{
    /// <summary>The most that is compressed by one call.</summary>
    private const int PieceBytes = 64 * 1024;

    private readonly CodecPool<Lz4Encoder> _pool;
    private readonly bool _isFast;
    private readonly int _bound;
    private nint _context;
    private byte[]? _piece;
    private IBufferWriter<byte>? _to;

    public Lz4Encoder(CodecPool<Lz4Encoder> pool, bool isFast)
    {
        _pool = pool;
        _isFast = isFast;
        _bound = (int)Lz4Library.Bound(PieceBytes, new Lz4Preferences(0, isFast));
        Lz4Library.Checked(Lz4Library.CreateEncoder(out _context, Lz4Library.Version));
    }

    ~Lz4Encoder() => Free();

    /// <inheritdoc/>
    public override void Begin(long length, IBufferWriter<byte> to)
    {
        _to = to;
        Span<byte> room = Room();
        fixed (byte* target = room)
        {
            Emit(Lz4Library.Begin(_context, target, (nuint)room.Length, new Lz4Preferences(length, _isFast)));
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> segment)
    {
        fixed (byte* from = segment)
        {
            for (int at = 0; at < segment.Length; at += PieceBytes)
            {
                int length = Math.Min(PieceBytes, segment.Length - at);
                Span<byte> room = Room();
                fixed (byte* target = room)
                {
                    Emit(Lz4Library.Update(_context, target, (nuint)room.Length, from + at, (nuint)length, null));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        Span<byte> room = Room();
        fixed (byte* target = room)
        {
            Emit(Lz4Library.End(_context, target, (nuint)room.Length, null));
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

    /// <summary>Where the library writes: into what the caller gives, or where that is pieces that are too small, beside it.</summary>
    private Span<byte> Room() => _isFast ? _to!.GetSpan(_bound) : _piece ??= new byte[_bound];

    private void Emit(nuint written)
    {
        int length = (int)Lz4Library.Checked(written);
        if (_isFast)
        {
            _to!.Advance(length);
        }
        else
        {
            _to!.Write(_piece.AsSpan(0, length));
        }
    }

    private void Free()
    {
        _ = Lz4Library.FreeEncoder(_context);
        _context = 0;
    }
}
