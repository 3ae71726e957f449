using System.Buffers;

namespace HotPath.Core.Compression;

/// <summary>Compresses to one zstd frame with content size and checksum, straight from the segments into the target's room.</summary>
internal sealed unsafe class ZstdEncoder(CodecPool<ZstdEncoder> pool) : MessageEncoder
{
    /// <summary>
    /// The window, 1 MiB: it bounds libzstd's tables, too, so that a context has 2 MiB at level 1 and 15 MiB at level 11.
    /// </summary>
    private const int WindowLog = 20;

    private nint _context = ZstdLibrary.Made(ZstdLibrary.CreateEncoder());
    private IBufferWriter<byte>? _to;

    ~ZstdEncoder() => Free();

    /// <summary>How hard to try, from the next message on.</summary>
    public int Level { get; set; }

    /// <inheritdoc/>
    public override void Begin(long length, IBufferWriter<byte> to)
    {
        _to = to;
        Check(ZstdLibrary.Reset(_context, ZstdLibrary.ResetAll));
        Check(ZstdLibrary.SetParameter(_context, ZstdLibrary.CompressionLevel, Level));
        Check(ZstdLibrary.SetParameter(_context, ZstdLibrary.WindowLog, WindowLog));
        Check(ZstdLibrary.SetParameter(_context, ZstdLibrary.ChecksumFlag, 1));
        Check(ZstdLibrary.SetLength(_context, (ulong)length));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> segment)
    {
        fixed (byte* from = segment)
        {
            var source = new ZstdBuffer(from, segment.Length);
            while (source.Used < source.Length)
            {
                Step(&source, ZstdLibrary.Continue);
            }
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        ZstdBuffer nothing = default;
        while (Step(&nothing, ZstdLibrary.End) > 0)
        {
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _to = null;
        if (!pool.TryKeep(this))
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private nuint Step(ZstdBuffer* source, int directive)
    {
        Span<byte> room = _to!.GetSpan();
        fixed (byte* to = room)
        {
            var target = new ZstdBuffer(to, room.Length);
            nuint left = ZstdLibrary.Compress(_context, &target, source, directive);
            Check(left);
            _to.Advance((int)target.Used);
            return left;
        }
    }

    private static void Check(nuint result)
    {
        if (ZstdLibrary.IsError(result) != 0)
        {
            throw new InvalidOperationException($"libzstd cannot compress: {ZstdLibrary.ErrorText(result)}");
        }
    }

    private void Free()
    {
        _ = ZstdLibrary.FreeEncoder(_context);
        _context = 0;
    }
}
