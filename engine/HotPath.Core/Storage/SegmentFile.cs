using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Storage;

/// <summary>
/// One file of a <see cref="SegmentLog"/>: 16 bytes that say what it is, then records, appended and never changed. It goes when all its
/// records are done.
/// <code>
///   0          8          16
///   ┌──────────┬──────────┬──────────┬──────────┬───
///   │ "HPseg\0\0\1"       │ record   │ record   │ …
///   │          │ number   │          │          │
///   └──────────┴──────────┴──────────┴──────────┴───
/// </code>
/// </summary>
internal sealed partial class SegmentFile : IDisposable
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderBytes = 16;

    /// <summary>How the names of segments end.</summary>
    public const string Extension = ".seg";

    private const int WindowBytes = 64 * 1024;

    private static readonly byte[] FileMagic = [(byte)'H', (byte)'P', (byte)'s', (byte)'e', (byte)'g', 0, 0, 1];

    private readonly DoneFile _doneFile;
    private readonly List<(long From, long To)> _unscanned = [];
    private readonly Action<SegmentIo, string, long>? _beforeIo;
    private readonly HashSet<int> _done = [];
    private readonly SafeFileHandle _file;
    private int _doneBelow;

    private SegmentFile(string path, long number, SafeFileHandle file, SegmentLogOptions options)
    {
        Path = path;
        _beforeIo = options.BeforeIo;
        Number = number;
        _file = file;
        _doneFile = new DoneFile(System.IO.Path.ChangeExtension(path, DoneFile.Extension), number);
    }

    public string Path { get; }

    public long Number { get; }

    /// <summary>Bytes written; what the file may have beyond them counts for nothing.</summary>
    public long Length { get; set; }

    /// <summary>The index of the next record.</summary>
    public int Records { get; set; }

    /// <summary>Records that are done.</summary>
    public int Done { get; private set; }

    /// <summary>
    /// The scan could not read a place, and does not know what lies there: it is left to a later start, also if it can be read by now.
    /// </summary>
    public void NoteUnscanned(long from, long to)
    {
        HasReadErrors = true;
        _unscanned.Add((from, to));
    }

    /// <summary>The first offset from here on that the scan has read.</summary>
    public long PastUnscanned(long offset)
    {
        foreach ((long from, long to) in _unscanned)
        {
            offset = offset >= from && offset < to ? to : offset;
        }

        return offset;
    }

    /// <summary>True when nothing in it is needed.</summary>
    public bool IsAllDone => !HasReadErrors && Done + Lost >= Records;

    /// <summary>True if it is in its directory still: what is in a file without a name is gone with the process.</summary>
    public bool HasName => File.Exists(Path);

    /// <summary>True if records may be added: it can be read, so that the last index is known, and has a name.</summary>
    public bool CanGrow => !HasReadErrors && HasName;

    /// <summary>A new, empty segment.</summary>
    public static SegmentFile Create(SegmentLogOptions options, long number)
    {
        string path = System.IO.Path.Combine(options.Directory, number.ToString("D20", CultureInfo.InvariantCulture) + Extension);

        // Not FileMode.Create, which truncates: when a file that was truncated is closed, ext4 sends all of it to the disk (auto_da_alloc),
        // even if it is about to be removed.
        options.BeforeIo?.Invoke(SegmentIo.Create, path, 0);
        File.Delete(path);
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            FileMagic.CopyTo(header);
            BinaryPrimitives.WriteInt64LittleEndian(header[8..], number);
            RandomAccess.Write(file, header, 0);

            // What an earlier segment of this number left beside it must not speak for this one.
            File.Delete(System.IO.Path.ChangeExtension(path, DoneFile.Extension));
            return new SegmentFile(path, number, file, options) { Length = HeaderBytes };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>One that is there. What it holds, <see cref="SegmentScan"/> finds out.</summary>
    public static SegmentFile Open(string path, long number, SegmentLogOptions options)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var segment = new SegmentFile(path, number, file, options) { Length = RandomAccess.GetLength(file) };
        segment._doneFile.Load(index => segment.NoteDone(index));
        return segment;
    }

    /// <summary>Whether the first bytes say that this is the segment of this number.</summary>
    public bool HasHeader()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        return Read(header, 0) == HeaderBytes
            && header[..8].SequenceEqual(FileMagic)
            && BinaryPrimitives.ReadInt64LittleEndian(header[8..]) == Number;
    }

    public bool IsDone(int index) => index < _doneBelow || _done.Contains(index);

    /// <summary>Reads; 0 at the end of the file.</summary>
    public int Read(Span<byte> into, long offset)
    {
        _beforeIo?.Invoke(SegmentIo.Read, Path, offset);
        return RandomAccess.Read(_file, into, offset);
    }

    /// <summary>Writes.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _beforeIo?.Invoke(SegmentIo.Write, Path, offset);
        RandomAccess.Write(_file, bytes, offset);
    }

    /// <summary>Waits until all that was written is on the disk itself.</summary>
    public void Sync()
    {
        _beforeIo?.Invoke(SegmentIo.Sync, Path, 0);
        DiskSync.File(_file, Path);
    }

    /// <summary>Cuts the file behind <see cref="Length"/>.</summary>
    public void Cut()
    {
        _beforeIo?.Invoke(SegmentIo.Cut, Path, Length);
        RandomAccess.SetLength(_file, Length);
    }

    /// <summary>Notes, in memory and in the file beside it, that a record is done.</summary>
    public void MarkDone(in RecordPlace place)
    {
        if (NoteDone(place.Index))
        {
            NoteGone(place);
            _doneFile.Add(place.Index);
        }
    }

    public void FlushDone() => _doneFile.TryFlush();

    /// <summary>
    /// The header at an offset; false if there is none, its record would reach beyond the end, or its index is larger than the records that
    /// can stand before it are many.
    /// </summary>
    public bool TryReadHeader(long offset, out RecordHeader header)
    {
        Span<byte> bytes = stackalloc byte[RecordHeader.Bytes];
        header = default;
        return offset + RecordHeader.Bytes <= Length
            && Read(bytes, offset) == RecordHeader.Bytes
            && RecordHeader.TryRead(bytes, out header)
            && header.Index <= offset / RecordHeader.Bytes
            && offset + header.RecordBytes <= Length;
    }

    /// <summary>The offset of the first whole record at or after an offset; -1 if there is none. Looks at every byte.</summary>
    public long FindHeader(long from)
    {
        var window = new byte[WindowBytes];
        Span<byte> magic = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, RecordHeader.Magic);
        while (from + RecordHeader.Bytes <= Length)
        {
            int read = Read(window.AsSpan(0, (int)Math.Min(WindowBytes, Length - from)), from);
            int at = window.AsSpan(0, read).IndexOf(magic);
            if (at < 0)
            {
                // The last three bytes may be the beginning of the magic.
                from += Math.Max(1, read - 3);
            }
            else if (TryReadHeader(from + at, out _))
            {
                return from + at;
            }
            else
            {
                from += at + 1;
            }
        }

        return -1;
    }

    /// <summary>
    /// Removes the file, and closes it; a damaged one may be kept under another name. If the disk refuses, it stays as it is.
    /// </summary>
    public void Delete(bool keepDamaged)
    {
        // First the segment, then what says that its records are done: a stop between the two repeats nothing.
        _doneFile.TryFlush();
        if (HasName)
        {
            _beforeIo?.Invoke(SegmentIo.Remove, Path, 0);
            if (IsDamaged && keepDamaged)
            {
                File.Move(Path, Path + ".backup", overwrite: true);
            }
            else
            {
                File.Delete(Path);
            }
        }

        _doneFile.Delete();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _doneFile.Dispose();
        _file.Dispose();
    }

    /// <summary>Mostly records are done in their order: then no set grows.</summary>
    private bool NoteDone(int index)
    {
        if (IsDone(index))
        {
            return false;
        }

        _done.Add(index);
        while (_done.Remove(_doneBelow))
        {
            _doneBelow++;
        }

        Done++;
        return true;
    }
}
