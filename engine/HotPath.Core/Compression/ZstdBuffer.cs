using System.Runtime.InteropServices;

namespace HotPath.Core.Compression;

/// <summary>libzstd's ZSTD_inBuffer and ZSTD_outBuffer: some bytes, and how many of them were read or written.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer(byte* bytes, int length)
{
    /// <summary>The first byte.</summary>
    public byte* Bytes = bytes;

    /// <summary>How many there are.</summary>
    public nuint Length = (nuint)length;

    /// <summary>How many were used.</summary>
    public nuint Used;
}
