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
internal sealed class SegmentFile : IDisposable
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderBytes = 16;

    /// <summary>How the names of segments end.</summary>
    public const string Extension = ".seg";

    private const int WindowBytes = 64 * 1024;

    private static readonly byte[] FileMagic = [(byte)'H', (byte)'P', (byte)'s', (byte)'e', (byte)'g', 0, 0, 1];

    private readonly DoneFile _doneFile;
    private readonly HashSet<int> _done = [];
    private int _doneBelow;

    private SegmentFile(string path, long number, SafeFileHandle file)
    {
        Path = path;
        Number = number;
        Handle = file;
        _doneFile = new DoneFile(System.IO.Path.ChangeExtension(path, DoneFile.Extension), number);
    }

    public string Path { get; }

    public long Number { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>Bytes written; what the file may have beyond them counts for nothing.</summary>
    public long Length { get; set; }

    /// <summary>The index of the next record.</summary>
    public int Records { get; set; }

    /// <summary>Records that are done.</summary>
    public int Done { get; private set; }

    /// <summary>Records that can't be read any more.</summary>
    public int Lost { get; set; }

    /// <summary>True if something in it could not be read.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>True when nothing in it is needed.</summary>
    public bool IsAllDone => Done + Lost >= Records;

    /// <summary>A new, empty segment.</summary>
    public static SegmentFile Create(string directory, long number)
    {
        string path = System.IO.Path.Combine(directory, number.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            FileMagic.CopyTo(header);
            BinaryPrimitives.WriteInt64LittleEndian(header[8..], number);
            RandomAccess.Write(file, header, 0);

            // What an earlier segment of this number left beside it must not speak for this one.
            File.Delete(System.IO.Path.ChangeExtension(path, DoneFile.Extension));
            return new SegmentFile(path, number, file) { Length = HeaderBytes };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>One that is there. What it holds, <see cref="SegmentScan"/> finds out.</summary>
    public static SegmentFile Open(string path, long number)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var segment = new SegmentFile(path, number, file) { Length = RandomAccess.GetLength(file) };
        segment._doneFile.Load(index => segment.NoteDone(index));
        return segment;
    }

    /// <summary>Whether the first bytes say that this is the segment of this number.</summary>
    public bool HasHeader()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        return RandomAccess.Read(Handle, header, 0) == HeaderBytes
            && header[..8].SequenceEqual(FileMagic)
            && BinaryPrimitives.ReadInt64LittleEndian(header[8..]) == Number;
    }

    public bool IsDone(int index) => index < _doneBelow || _done.Contains(index);

    /// <summary>Notes, in memory and in the file beside it, that a record is done.</summary>
    public void MarkDone(int index)
    {
        if (NoteDone(index))
        {
            _doneFile.Add(index);
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
            && RandomAccess.Read(Handle, bytes, offset) == RecordHeader.Bytes
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
            int read = RandomAccess.Read(Handle, window.AsSpan(0, (int)Math.Min(WindowBytes, Length - from)), from);
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

    /// <summary>Closes the file, and removes it; a damaged one may be kept under another name.</summary>
    public void Delete(bool keepDamaged)
    {
        Dispose();
        _doneFile.Delete();
        if (IsDamaged && keepDamaged)
        {
            File.Move(Path, Path + ".backup", overwrite: true);
        }
        else
        {
            File.Delete(Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _doneFile.Dispose();
        Handle.Dispose();
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
