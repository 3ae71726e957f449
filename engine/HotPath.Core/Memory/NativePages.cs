using System.Runtime.InteropServices;

namespace HotPath.Core.Memory;

/// <summary>
/// Whole pages of native memory. On Linux they come from mmap and go with munmap, since malloc keeps what it is given back: only so
/// does freed memory leave the process's resident set at once. Elsewhere the C allocator serves.
/// </summary>
internal static unsafe class NativePages
{
    private static readonly int PageBytes = Environment.SystemPageSize;

    /// <summary>The next multiple of the page size.</summary>
    public static int RoundUp(int bytes) => checked((bytes + PageBytes - 1) & ~(PageBytes - 1));

    /// <summary>
    /// Maps <paramref name="bytes"/> (a multiple of the page size) and returns the address, or 0 if the system has none left.
    /// </summary>
    public static nint TryMap(int bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            nint address = Libc.Map(0, (nuint)bytes, Libc.ProtRead | Libc.ProtWrite, Libc.MapPrivate | Libc.MapAnonymous, -1, 0);
            return address == Libc.MapFailed ? 0 : address;
        }

        try
        {
            return (nint)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)PageBytes);
        }
        catch (OutOfMemoryException)
        {
            return 0;
        }
    }

    /// <summary>Gives back what <see cref="TryMap"/> returned.</summary>
    /// <exception cref="InvalidOperationException">The system refused: the address or length is not one that was mapped.</exception>
    public static void Unmap(nint address, int bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            NativeMemory.AlignedFree((void*)address);
        }
        else if (Libc.Unmap(address, (nuint)bytes) != 0)
        {
            throw new InvalidOperationException(
                $"munmap of {bytes} bytes at 0x{address:x} failed with errno {Marshal.GetLastPInvokeError()}.");
        }
    }
}
