using System.Runtime.InteropServices;

namespace HotPath.Core.Memory;

/// <summary>The C library's calls that slabs need, on Linux. The runtime finds "libc" as libc.so.6 or as musl's.</summary>
internal static partial class Libc
{
    /// <summary>Pages may be read.</summary>
    public const int ProtRead = 0x1;

    /// <summary>Pages may be written.</summary>
    public const int ProtWrite = 0x2;

    /// <summary>Changes are the process's own.</summary>
    public const int MapPrivate = 0x02;

    /// <summary>Zeroed pages that no file stands behind.</summary>
    public const int MapAnonymous = 0x20;

    /// <summary>What <see cref="Map"/> returns when it fails.</summary>
    public const nint MapFailed = -1;

    /// <summary>mmap(2). Lengths and offset in bytes.</summary>
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    /// <summary>munmap(2). Length in bytes; 0 for success.</summary>
    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unmap(nint address, nuint length);
}
