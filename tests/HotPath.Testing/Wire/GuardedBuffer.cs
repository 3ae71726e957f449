using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HotPath.Testing.Wire;

/// <summary>
/// Memory that ends where the next page may not be touched: bytes placed at its end cannot be read past without the process dying at
/// once.
/// <code>
///   | no access | … room … bytes placed here | no access |
/// </code>
/// The page before is closed too, for reads in front of an input that fills the room. Not thread-safe.
/// </summary>
public sealed unsafe partial class GuardedBuffer : IDisposable
{
    private const int ReadWrite = 0x1 | 0x2;
    private const int NoAccess = 0;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private readonly nuint _mapped;
    private readonly int _capacity;
    private byte* _map;

    /// <summary>Maps room for inputs of up to <paramref name="capacity"/> bytes, rounded up to whole pages.</summary>
    public GuardedBuffer(int capacity)
    {
        var page = Environment.SystemPageSize;
        _capacity = (Math.Max(capacity, 1) + page - 1) / page * page;
        _mapped = (nuint)(_capacity + (2 * page));
        var map = MapPages(0, _mapped, NoAccess, PrivateAnonymous, -1, 0);
        if (map == -1)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"mmap of {_mapped} bytes failed");
        }

        _map = (byte*)map;
        if (ProtectPages(map + page, (nuint)_capacity, ReadWrite) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"mprotect of {_capacity} bytes failed");
        }
    }

    /// <summary>Copies an input to the very end of the room. The span holds until the next call.</summary>
    public ReadOnlySpan<byte> Place(ReadOnlySpan<byte> input)
    {
        ObjectDisposedException.ThrowIf(_map == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Length, _capacity);
        var placed = new Span<byte>(_map + Environment.SystemPageSize + _capacity - input.Length, input.Length);
        input.CopyTo(placed);
        return placed;
    }

    /// <summary>
    /// Room of so many bytes at the very end, to be written; what is in it is not said. The span holds until the next call.
    /// </summary>
    public Span<byte> Take(int length)
    {
        ObjectDisposedException.ThrowIf(_map == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _capacity);
        return new Span<byte>(_map + Environment.SystemPageSize + _capacity - length, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_map != null)
        {
            _ = UnmapPages((nint)_map, _mapped);
            _map = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapPages(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectPages(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapPages(nint address, nuint length);
}
