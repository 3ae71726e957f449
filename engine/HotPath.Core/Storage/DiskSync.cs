using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Storage;

/// <summary>
/// Waits until something is on the disk itself, and fails if it is not. .NET opens no directories, and its own flush of a file takes EROFS
/// for a success, which is what a file system answers that has given up after an error: hence the C library.
/// </summary>
public static partial class DiskSync
{
    private const int ReadOnlyDirectory = 0x10000;
    private const int Interrupted = 4;

    /// <summary>A directory's entries: without it, a file that was created and synced may be gone after a power cut.</summary>
    /// <exception cref="IOException">It can't be opened or synced.</exception>
    public static void Directory(string directory)
    {
        int file = Open(directory, ReadOnlyDirectory);
        int result = file < 0 ? -1 : Sync(file);
        int error = Marshal.GetLastPInvokeError();
        if (file >= 0)
        {
            _ = Close(file);
        }

        if (result != 0)
        {
            throw new IOException($"can't sync the directory {directory}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>What was written to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name, for the error.</param>
    /// <exception cref="IOException">The disk has not taken all of it, or can't say.</exception>
    public static void File(SafeFileHandle file, string path)
    {
        while (Sync(file) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw new IOException($"can't sync {path}: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
