using System.Globalization;
using HotPath.Core.Compression;
using HotPath.Core.Hashing;
using HotPath.Core.Wire;

namespace HotPath.Core.Storage;

/// <summary>
/// Records on disk, first in, first out, with any order of being done: append-only segments, each removed whole when nothing in it is needed.
/// Writing goes by groups: <see cref="BeginGroup"/>, <see cref="Append"/> each, <see cref="CommitGroup"/>, after which they count as written; a
/// group that fails leaves nothing behind (<see cref="RollBackGroup"/>). Reading has one cursor, in front of the first record that nobody took:
/// <see cref="TryPeek"/>, <see cref="ReadBody"/>, <see cref="Take"/>. A record that was taken and is not done comes again after a restart.
/// </summary>
/// <remarks>
/// Belongs to one thread, and blocks it while the disk works. Throws <see cref="IOException"/> where the disk refuses.
/// </remarks>
public sealed class SegmentLog : IDisposable
{
    private readonly SegmentLogOptions _options;
    private readonly List<SegmentFile> _segments = [];
    private readonly RecordWriter _writer = new();
    private (SegmentFile? Segment, long Length, int Records) _groupStart;
    private long _readSegment;
    private long _readOffset = SegmentFile.HeaderBytes;
    private long _nextNumber = 1;

    private SegmentLog(SegmentLogOptions options) => _options = options;

    /// <summary>Bytes that all segments take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Groups that were written since it was opened.</summary>
    public long GroupsWritten { get; private set; }

    /// <summary>Bytes of the records in them, headers and all.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Segments on the disk.</summary>
    public int Segments => _segments.Count;

    /// <summary>True if there is no room for more under <see cref="SegmentLogOptions.MaxBytes"/>.</summary>
    public bool IsFull => _options.MaxBytes > 0 && Bytes >= _options.MaxBytes;

    /// <summary>Opens what is in the directory, cuts a torn end off, and says every record that is not done, in order.</summary>
    public static SegmentLog Open(SegmentLogOptions options, Action<RecordHeader> found)
    {
        var log = new SegmentLog(options);
        try
        {
            log.Load(found);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Begins a group; in a new segment, if the last one is long enough.</summary>
    public void BeginGroup()
    {
        if (_segments.Count == 0 || _segments[^1].Length >= _options.SegmentBytes)
        {
            var next = SegmentFile.Create(_options.Directory, _nextNumber);
            _nextNumber++;
            _segments.Add(next);
            Bytes += next.Length;
            if (_options.Fsync)
            {
                DirectorySync.Run(_options.Directory);
            }
        }

        SegmentFile last = _segments[^1];
        _groupStart = (last, last.Length, last.Records);
    }

    /// <summary>Writes a record.</summary>
    /// <param name="header">What is said of it; lengths, index and checksum are filled in.</param>
    /// <param name="context">Bytes that are stored as they are.</param>
    /// <param name="payload">Bytes that are compressed.</param>
    public RecordPlace Append(RecordHeader header, ReadOnlySpan<byte> context, SegmentList payload)
    {
        SegmentFile segment = _segments[^1];
        long offset = segment.Length;
        _writer.Begin(segment.Handle, offset);
        _writer.Write(context);
        if (_options.Compress)
        {
            using MessageEncoder encoder = Codec.Lz4Fast.OpenEncoder(0);
            encoder.Begin(payload.TotalBytes, _writer);
            for (int i = 0; i < payload.Count; i++)
            {
                encoder.Write(payload[i].Span);
            }

            encoder.End();
        }
        else
        {
            for (int i = 0; i < payload.Count; i++)
            {
                _writer.Write(payload[i].Span);
            }
        }

        int index = segment.Records;
        long end = _writer.End(header with
        {
            RawBytes = checked((int)payload.TotalBytes),
            ContextBytes = context.Length,
            Index = index,
            IsCompressed = _options.Compress,
        });
        segment.Length = end;
        segment.Records = index + 1;
        Bytes += end - offset;
        return new RecordPlace(segment.Number, index, offset, end);
    }

    /// <summary>Makes the group's records count as written.</summary>
    public void CommitGroup()
    {
        if (_options.Fsync)
        {
            RandomAccess.FlushToDisk(_groupStart.Segment!.Handle);
        }

        GroupsWritten++;
        BytesWritten += _groupStart.Segment!.Length - _groupStart.Length;
        _groupStart = default;
    }

    /// <summary>Takes back what the group wrote; never throws.</summary>
    public void RollBackGroup()
    {
        if (_groupStart.Segment is not { } segment)
        {
            return;
        }

        Bytes -= segment.Length - _groupStart.Length;
        segment.Length = _groupStart.Length;
        segment.Records = _groupStart.Records;
        _groupStart = default;
        try
        {
            RandomAccess.SetLength(segment.Handle, segment.Length);
        }
        catch (IOException)
        {
            // What is written next lies over it; what stays behind that has an index that was used already, or no whole record.
        }
    }

    /// <summary>The first record that nobody took; false if there is none. Steps over what is done or can't be read.</summary>
    public bool TryPeek(out RecordHeader header, out RecordPlace place)
    {
        foreach (SegmentFile segment in _segments)
        {
            if (segment.Number < _readSegment)
            {
                continue;
            }

            if (segment.Number > _readSegment)
            {
                (_readSegment, _readOffset) = (segment.Number, SegmentFile.HeaderBytes);
            }

            while (_readOffset < segment.Length)
            {
                if (!segment.TryReadHeader(_readOffset, out header))
                {
                    long next = segment.FindHeader(_readOffset + 1);
                    _readOffset = next < 0 ? segment.Length : next;
                }
                else if (segment.IsDone(header.Index))
                {
                    _readOffset += header.RecordBytes;
                }
                else
                {
                    place = new RecordPlace(segment.Number, header.Index, _readOffset, _readOffset + header.RecordBytes);
                    return true;
                }
            }
        }

        (header, place) = (default, default);
        return false;
    }

    /// <summary>Reads a record's body, as it is stored, into exactly its bytes; false if they are not what was written.</summary>
    public bool ReadBody(in RecordHeader header, in RecordPlace place, Span<byte> body)
    {
        SegmentFile segment = Find(place.Segment);
        int filled = 0;
        while (filled < body.Length)
        {
            int read = RandomAccess.Read(segment.Handle, body[filled..], place.Offset + RecordHeader.Bytes + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        if (filled == header.StoredBytes && Crc32C.Of(body) == header.BodyChecksum)
        {
            return true;
        }

        segment.IsDamaged = true;
        _options.OnDamage(segment.Path, place.Offset, $"the record's {header.StoredBytes} bytes are not what was written");
        return false;
    }

    /// <summary>Moves the cursor past a record, if it stands before it: it will not be peeked at again while the process lives.</summary>
    public void Take(in RecordPlace place)
    {
        if (place.Segment > _readSegment || (place.Segment == _readSegment && place.Offset >= _readOffset))
        {
            (_readSegment, _readOffset) = (place.Segment, place.End);
        }
    }

    /// <summary>A record is not needed any more. With the last one of a segment the segment goes.</summary>
    public void MarkDone(in RecordPlace place)
    {
        SegmentFile segment = Find(place.Segment);
        segment.MarkDone(place.Index);
        if (segment.IsAllDone && _groupStart.Segment != segment)
        {
            _segments.Remove(segment);
            Bytes -= segment.Length;
            segment.Delete(_options.KeepDamaged);
        }
    }

    /// <summary>Writes down which records are done.</summary>
    public void FlushDone()
    {
        foreach (SegmentFile segment in _segments)
        {
            segment.FlushDone();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(static segment => segment.Dispose());

    private SegmentFile Find(long number) => _segments.Find(segment => segment.Number == number)
        ?? throw new InvalidOperationException($"segment {number} is gone, though not all of it was done");

    private void Load(Action<RecordHeader> found)
    {
        (string Path, long Number)[] files =
        [
            .. Directory.EnumerateFiles(_options.Directory, "*" + SegmentFile.Extension)
                .Select(static path => (path, NumberOf(path)))
                .Where(static file => file.Item2 > 0)
                .OrderBy(static file => file.Item2),
        ];
        for (int i = 0; i < files.Length; i++)
        {
            var segment = SegmentFile.Open(files[i].Path, files[i].Number);
            _segments.Add(segment);
            SegmentScan.Run(segment, isLast: i == files.Length - 1, _options, found);
            _nextNumber = files[i].Number + 1;
        }

        foreach (SegmentFile finished in _segments.Where(static s => s.IsAllDone).ToArray())
        {
            _segments.Remove(finished);
            finished.Delete(_options.KeepDamaged);
        }

        Bytes = _segments.Sum(static s => s.Length);
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
