using System.Buffers.Binary;
using HotPath.Core.Hashing;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Storage;

/// <summary>
/// Which records of a segment are done: a file beside it, one entry for each, appended and never changed. An entry that does not come to
/// the disk means a record that is sent again, never one that is lost; a torn or foreign entry counts for nothing.
/// <code>
///   ┌─────────────┬──────────────────────────────────┐
///   │ index (4 B) │ CRC-32C of segment ‖ index (4 B) │ …      little-endian
///   └─────────────┴──────────────────────────────────┘
/// </code>
/// </summary>
internal sealed class DoneFile : IDisposable
{
    /// <summary>How the names of these files end.</summary>
    public const string Extension = ".done";

    private const int EntryBytes = 8;
    private const int BufferBytes = 512 * EntryBytes;

    private readonly string _path;
    private readonly long _segment;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private SafeFileHandle? _file;
    private long _length;
    private int _filled;

    public DoneFile(string path, long segment)
    {
        _path = path;
        _segment = segment;
    }

    /// <summary>Reads what is there, and says each index.</summary>
    public void Load(Action<int> done)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        Open();
        long length = RandomAccess.GetLength(_file!);

        // Entries stay aligned: half an entry at the end is written over.
        _length = length / EntryBytes * EntryBytes;
        for (long at = 0; at < length;)
        {
            if (!TryRead(at, out int read))
            {
                return;
            }

            for (int i = 0; i + EntryBytes <= read; i += EntryBytes)
            {
                int index = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(i));
                if (index >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(i + 4)) == ChecksumOf(index))
                {
                    done(index);
                }
            }

            at += Math.Max(read, 1);
        }
    }

    /// <summary>
    /// Adds an entry; it is written when there are many, or by <see cref="Flush"/>. If the disk takes no more, the oldest are forgotten:
    /// their records may be sent again.
    /// </summary>
    public void Add(int index)
    {
        if (_filled == BufferBytes && !TryFlush())
        {
            _filled = 0;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_filled), index);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_filled + 4), ChecksumOf(index));
        _filled += EntryBytes;
    }

    /// <summary>As <see cref="Flush"/>; false if the disk refuses, and what was added is still to be written.</summary>
    public bool TryFlush()
    {
        try
        {
            Flush();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Closes and removes the file, if it is there.</summary>
    public void Delete()
    {
        if (File.Exists(_path))
        {
            File.Delete(_path);
        }

        _filled = 0;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>False if the disk can't read: then some records are sent twice.</summary>
    private bool TryRead(long at, out int read)
    {
        try
        {
            read = RandomAccess.Read(_file!, _buffer, at);
            return true;
        }
        catch (IOException)
        {
            read = 0;
            return false;
        }
    }

    private void Flush()
    {
        if (_filled == 0)
        {
            return;
        }

        Open();
        RandomAccess.Write(_file!, _buffer.AsSpan(0, _filled), _length);
        _length += _filled;
        _filled = 0;
    }

    private void Open() => _file ??= File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private uint ChecksumOf(int index)
    {
        Span<byte> what = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(what, _segment);
        BinaryPrimitives.WriteInt32LittleEndian(what[8..], index);
        return Crc32C.Of(what);
    }
}
