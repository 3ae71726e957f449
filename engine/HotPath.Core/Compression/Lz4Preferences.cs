using System.Runtime.InteropServices;

namespace HotPath.Core.Compression;

/// <summary>
/// liblz4's LZ4F_preferences_t: what a frame that we write is like. Blocks of 64 KiB, each of which may point into the one before; by
/// default a checksum over the content, and its size in the header. Where it is to be fast, each block stands for itself: for up to 64 KiB
/// liblz4 has a table of half the size, which makes it nearly twice as fast.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Lz4Preferences(long contentBytes, bool isFast)
{
    /// <summary>blockSizeID: LZ4F_max64KB.</summary>
    public int BlockSize = 4;

    /// <summary>blockMode: LZ4F_blockIndependent (1) or LZ4F_blockLinked (0).</summary>
    public int BlockMode = isFast ? 1 : 0;

    /// <summary>contentChecksumFlag: LZ4F_contentChecksumEnabled.</summary>
    public int ContentChecksum = isFast ? 0 : 1;

    /// <summary>frameType: LZ4F_frame.</summary>
    public int FrameType;

    /// <summary>contentSize, in bytes; 0 is not written.</summary>
    public ulong ContentBytes = (ulong)contentBytes;

    /// <summary>dictID: none.</summary>
    public uint Dictionary;

    /// <summary>blockChecksumFlag: none.</summary>
    public int BlockChecksum;

    /// <summary>compressionLevel: 0, or below it how much faster than fast (liblz4's acceleration, less one).</summary>
    public int Level = isFast ? -15 : 0;

    /// <summary>autoFlush: a block is written when it is full.</summary>
    public uint AutoFlush;

    /// <summary>favorDecSpeed: of high levels only.</summary>
    public uint FavourDecoder;

    /// <summary>reserved[3].</summary>
    public uint Reserved0;

    /// <inheritdoc cref="Reserved0"/>
    public uint Reserved1;

    /// <inheritdoc cref="Reserved0"/>
    public uint Reserved2;
}
