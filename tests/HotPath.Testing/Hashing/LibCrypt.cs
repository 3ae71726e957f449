using System.Runtime.InteropServices;

namespace HotPath.Testing.Hashing;

/// <summary>
/// The system's own password hashing (libxcrypt), as an oracle. One call at a time: its result is one buffer for the process.
/// </summary>
public static partial class LibCrypt
{
    private static readonly Lock Turn = new();

    /// <summary>crypt(3): the hash of a password under a setting such as <c>$2b$04$</c> and a salt.</summary>
    public static string Crypt(string password, string setting)
    {
        lock (Turn)
        {
            return Marshal.PtrToStringUTF8(NativeCrypt(password, setting)) ?? "";
        }
    }

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr NativeCrypt(string password, string setting);
}
