using System.Runtime.InteropServices;

namespace HotPath.Core.Storage;

/// <summary>
/// Makes a directory's entries durable: without it, a file that was created and synced may be gone after a power cut. .NET opens no
/// directories, so that this asks the C library.
/// </summary>
public static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Syncs a directory.</summary>
    /// <exception cref="IOException">It can't be opened or synced.</exception>
    public static void Run(string directory)
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
