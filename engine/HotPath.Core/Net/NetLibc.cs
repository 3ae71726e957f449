using System.Runtime.InteropServices;

namespace HotPath.Core.Net;

/// <summary>The C library's calls that sending needs, on Linux.</summary>
internal static unsafe partial class NetLibc
{
    /// <summary>MSG_DONTWAIT: fail with <see cref="Again"/> instead of blocking.</summary>
    public const int DontWait = 0x40;

    /// <summary>MSG_NOSIGNAL: a broken pipe is an error and no signal.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EAGAIN.</summary>
    public const int Again = 11;

    /// <summary>sendmsg(2): the bytes taken, or −1 and errno.</summary>
    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        /// <summary>Where the bytes are.</summary>
        public byte* Start;

        /// <summary>How many.</summary>
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        /// <summary>The address, none on a connected socket.</summary>
        public nint Name;

        /// <summary>Its length.</summary>
        public uint NameLength;

        /// <summary>The pieces.</summary>
        public Piece* Pieces;

        /// <summary>How many.</summary>
        public nuint PieceCount;

        /// <summary>Ancillary data, none.</summary>
        public nint Control;

        /// <summary>Its length.</summary>
        public nuint ControlLength;

        /// <summary>Set by the kernel when receiving.</summary>
        public int Flags;
    }
}
