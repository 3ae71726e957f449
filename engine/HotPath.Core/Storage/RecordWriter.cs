using System.Buffers;
using HotPath.Core.Hashing;

namespace HotPath.Core.Storage;

/// <summary>
/// Writes one record after the other through a buffer of fixed size: however large a record, it takes no more memory than that. A record
/// that fits the buffer is one write, header and all; of a larger one the header is written last, so that a record cut off in the middle
/// has none.
/// </summary>
internal sealed class RecordWriter : IBufferWriter<byte>
{
    /// <summary>Bytes gathered before they are written.</summary>
    internal const int BufferBytes = 256 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private SegmentFile _file = null!;
    private long _start;
    private long _flushedTo;
    private int _filled;
    private uint _checksum;

    /// <summary>Begins a record at a place in a file.</summary>
    public void Begin(SegmentFile file, long offset)
    {
        _file = file;
        _start = offset;
        _flushedTo = offset;
        _filled = RecordHeader.Bytes;
        _checksum = Crc32C.Start;
    }

    /// <summary>Adds to the body.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = GetSpan();
            int length = Math.Min(room.Length, bytes.Length);
            bytes[..length].CopyTo(room);
            Advance(length);
            bytes = bytes[length..];
        }
    }

    /// <summary>
    /// Ends the record: its header, of which the writer knows the body's length and checksum. Returns where the next one begins.
    /// </summary>
    public long End(RecordHeader header)
    {
        long end = _flushedTo + _filled;
        header = header with { StoredBytes = checked((int)(end - _start - RecordHeader.Bytes)), BodyChecksum = BodyChecksum() };
        if (_flushedTo == _start)
        {
            header.Write(_buffer);
            _file.Write(_buffer.AsSpan(0, _filled), _start);
            return end;
        }

        Flush();
        header.Write(_buffer);
        _file.Write(_buffer.AsSpan(0, RecordHeader.Bytes), _start);
        return end;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _filled += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsMemory(_filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsSpan(_filled);
    }

    private void MakeRoom(int atLeast)
    {
        if (BufferBytes - _filled < Math.Max(1, atLeast))
        {
            Flush();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, BufferBytes, nameof(atLeast));
        }
    }

    private void Flush()
    {
        int skipped = _flushedTo == _start ? RecordHeader.Bytes : 0;
        Span<byte> body = _buffer.AsSpan(skipped, _filled - skipped);
        _checksum = Crc32C.Add(_checksum, body);
        _file.Write(body, _flushedTo + skipped);
        _flushedTo += _filled;
        _filled = 0;
    }

    private uint BodyChecksum()
    {
        int skipped = _flushedTo == _start ? RecordHeader.Bytes : 0;
        return Crc32C.End(Crc32C.Add(_checksum, _buffer.AsSpan(skipped, _filled - skipped)));
    }
}
