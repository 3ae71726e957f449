using System.Globalization;
using System.Runtime.InteropServices;
using HotPath.Core.Compression;
using HotPath.Core.Wire;

namespace HotPath.Core.Storage;

/// <summary>
/// Records on disk, first in, first out, with any order of being done: append-only segments, each removed whole when nothing in it is
/// needed. Writing goes by groups: <see cref="BeginGroup"/>, <see cref="Append"/> each, <see cref="CommitGroup"/>, after which they count
/// as written; a group that fails leaves nothing behind (<see cref="RollBackGroup"/>). Reading has one cursor, in front of the first record
/// that nobody took: <see cref="TryPeek"/>, <see cref="ReadBody"/>, <see cref="Take"/>. A record that was taken and is not done comes again
/// after a restart.
/// </summary>
/// <remarks>
/// Belongs to one thread, and blocks it while the disk works. Throws <see cref="IOException"/> where the disk refuses.
/// </remarks>
public sealed partial class SegmentLog : IDisposable
{
    private readonly SegmentLogOptions _options;
    private readonly List<SegmentFile> _segments = [];
    private readonly RecordWriter _writer = new();
    private readonly List<RecordPlace> _group = [];
    private (SegmentFile? Segment, long Length, int Records) _groupStart;
    private long _nextNumber = 1;

    /// <summary>True if a segment may be there that is done, and that the disk did not remove.</summary>
    private bool _hasFinished;

    private SegmentLog(SegmentLogOptions options) => _options = options;

    /// <summary>Bytes that all segments take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Groups that were written since it was opened.</summary>
    public long GroupsWritten { get; private set; }

    /// <summary>Bytes of the records in them, headers and all.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Where the next record will be written, or behind that: what lies before it is there already.</summary>
    public (long Segment, long Offset) End => _segments.Count == 0 ? (_nextNumber, 0) : (_segments[^1].Number, _segments[^1].Length);

    /// <summary>Segments on the disk.</summary>
    public int Segments => _segments.Count;

    /// <summary>True if there is no room for more under <see cref="SegmentLogOptions.MaxBytes"/>.</summary>
    public bool IsFull => _options.MaxBytes > 0 && Bytes >= _options.MaxBytes;

    /// <summary>Records of the oldest segment that are still needed: so many must be done before it goes.</summary>
    public int OldestUndone => _segments.Count == 0 ? 0 : _segments[0].Records - _segments[0].Done - _segments[0].Lost;

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

    /// <summary>
    /// Begins a group; in a new segment, if the last one is long enough, can't be read, or is not in its directory any more: what is
    /// written to a file without a name is gone with the process.
    /// </summary>
    public void BeginGroup()
    {
        if (_segments.Count == 0 || _segments[^1] is { CanGrow: false } || _segments[^1].Length >= _options.SegmentBytes)
        {
            AddSegment();
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
        _writer.Begin(segment, offset);
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
        var place = new RecordPlace(segment.Number, index, offset, end, header.Owner, header.Items, checked((int)payload.TotalBytes));
        _group.Add(place);
        return place;
    }

    /// <summary>Makes the group's records count as written.</summary>
    public void CommitGroup()
    {
        SegmentFile segment = _groupStart.Segment!;
        if (_options.Fsync)
        {
            segment.Sync();
        }

        foreach (ref readonly RecordPlace place in CollectionsMarshal.AsSpan(_group))
        {
            segment.NoteWaiting(place.Owner, place.Items, place.RawBytes);
        }

        _group.Clear();
        GroupsWritten++;
        BytesWritten += segment.Length - _groupStart.Length;
        _groupStart = default;
        if (_hasFinished)
        {
            foreach (SegmentFile finished in _segments.ToArray())
            {
                TryRemoveIfDone(finished);
            }
        }
    }

    /// <summary>Takes back what the group wrote; never throws.</summary>
    public void RollBackGroup()
    {
        _group.Clear();
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
            segment.Cut();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is written next lies over it; what stays behind that has an index that was used already, or no whole record.
        }
    }

    /// <summary>A record is not needed any more. With the last one of a segment the segment goes.</summary>
    public void MarkDone(in RecordPlace place)
    {
        SegmentFile segment = Find(place.Segment);
        segment.MarkDone(place);
        RemoveIfDone(segment);
    }

    /// <summary>Writes down which records are done.</summary>
    public void FlushDone()
    {
        foreach (SegmentFile segment in _segments)
        {
            segment.FlushDone();
        }
    }

    /// <summary>
    /// What is not done and lies in files that somebody has removed: it can't be read after the log is closed, and is said once, by owner.
    /// </summary>
    public IReadOnlyList<(uint Owner, RecordTotals What)> TakeNameless() =>
        [.. _segments.Where(static segment => !segment.HasName).SelectMany(static segment => segment.TakeOpen())];

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(static segment => segment.Dispose());

    private void AddSegment()
    {
        var next = SegmentFile.Create(_options, _nextNumber);
        try
        {
            if (_options.Fsync)
            {
                DiskSync.Directory(_options.Directory);
            }
        }
        catch
        {
            // Its name may not survive a power cut: nothing is to be written to it.
            next.Dispose();
            throw;
        }

        _nextNumber++;
        _segments.Add(next);
        Bytes += next.Length;
    }

    private bool RemoveIfDone(SegmentFile segment)
    {
        if (!segment.IsAllDone || _groupStart.Segment == segment)
        {
            return false;
        }

        _hasFinished = true;
        segment.Delete(_options.KeepDamaged);
        _hasFinished = _segments.Exists(other => other != segment && other.IsAllDone);
        _segments.Remove(segment);
        Bytes -= segment.Length;
        return true;
    }

    /// <summary>As <see cref="RemoveIfDone"/>; false also if the disk refuses, which is tried again when it has taken a group.</summary>
    private bool TryRemoveIfDone(SegmentFile segment)
    {
        try
        {
            return RemoveIfDone(segment);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

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
            var segment = SegmentFile.Open(files[i].Path, files[i].Number, _options);
            _segments.Add(segment);
            SegmentScan.Run(segment, isLast: i == files.Length - 1, _options, header =>
            {
                segment.NoteWaiting(header.Owner, header.Items, header.RawBytes);
                found(header);
            });
            _nextNumber = files[i].Number + 1;
        }

        foreach (SegmentFile finished in _segments.Where(static s => s.IsAllDone).ToArray())
        {
            _segments.Remove(finished);
            finished.Delete(_options.KeepDamaged);
        }

        RemoveOrphans();
        Bytes = _segments.Sum(static s => s.Length);
    }

    /// <summary>What says which records of a segment are done is removed after it, and may have outlived it.</summary>
    private void RemoveOrphans()
    {
        foreach (string path in Directory.EnumerateFiles(_options.Directory, "*" + DoneFile.Extension))
        {
            if (!File.Exists(Path.ChangeExtension(path, SegmentFile.Extension)))
            {
                File.Delete(path);
            }
        }
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : 0;
}
