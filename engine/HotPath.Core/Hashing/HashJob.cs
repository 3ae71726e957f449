using System.Runtime.InteropServices;

namespace HotPath.Core.Hashing;

/// <summary>
/// One message to be hashed, and where its hash goes.
/// <code>
///  0 From           8 To: 64 bytes, lower-case hex            16 Length of the message       20 unused
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HashJob
{
    public const int HexBytes = 64;

    public byte* From;
    public byte* To;
    public int Length;
    public int Unused;
}
