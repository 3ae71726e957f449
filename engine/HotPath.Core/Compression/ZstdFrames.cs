using System.Buffers.Binary;

namespace HotPath.Core.Compression;

/// <summary>
/// Walks the frames and blocks of a zstd message without decompressing any (RFC 8878, section 3.1), which tells whether it is whole, and
/// what it can decompress to at most.
/// <code>
///   FD2FB528 (4) │ descriptor (1) │ window (0–1) │ dictionary (0–4) │ content size (0–8) │ blocks │ checksum (0–4)
///   block: last (1 bit), type (2 bits), size (21 bits) │ content             raw: size bytes, RLE: 1 byte, compressed: size bytes
///   skippable frame: 184D2A5x (4) │ length (4) │ content
/// </code>
/// </summary>
internal ref struct ZstdFrames
{
    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const uint SkippableMask = 0xFFFFFFF0;
    private const int MostBlockBytes = 128 * 1024;
    private const int BlockHeaderBytes = 3;
    private const int ChecksumBytes = 4;

    /// <summary>Sums stop here, far beyond any limit and far from an overflow.</summary>
    private const long Plenty = 1L << 48;

    private ReadOnlySpan<byte> _rest;

    /// <summary>The size that the frames state; -1 if one of them states none.</summary>
    public long Claimed { get; private set; }

    /// <summary>What they decompress to at most.</summary>
    public long AtMost { get; private set; }

    /// <summary>Walks a message; false if it is cut, or no zstd.</summary>
    public static bool TryWalk(ReadOnlySpan<byte> message, out ZstdFrames frames)
    {
        frames = new ZstdFrames { _rest = message };
        do
        {
            if (!frames.TryFrame())
            {
                return false;
            }
        }
        while (!frames._rest.IsEmpty);
        return true;
    }

    private bool TryFrame()
    {
        if (!TryTake(sizeof(uint), out ReadOnlySpan<byte> magic))
        {
            return false;
        }

        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        if ((kind & SkippableMask) == SkippableMagic)
        {
            return TryTake(sizeof(uint), out ReadOnlySpan<byte> length)
                && TryTake(BinaryPrimitives.ReadUInt32LittleEndian(length), out _);
        }

        return kind == Magic && TryHeader(out long size, out int blockBytes, out bool hasChecksum)
            && TryBlocks(blockBytes, out long most)
            && (!hasChecksum || TryTake(ChecksumBytes, out _))
            && Add(size, most);
    }

    private bool TryHeader(out long size, out int blockBytes, out bool hasChecksum)
    {
        size = -1;
        blockBytes = MostBlockBytes;
        hasChecksum = false;
        if (!TryTake(1, out ReadOnlySpan<byte> descriptor))
        {
            return false;
        }

        int flags = descriptor[0];
        bool isSingleSegment = (flags & 0x20) != 0;
        hasChecksum = (flags & 0x04) != 0;
        int dictionaryBytes = (flags & 3) == 3 ? 4 : flags & 3;
        int sizeBytes = (flags >> 6) == 0 ? (isSingleSegment ? 1 : 0) : 1 << (flags >> 6);
        if (!isSingleSegment)
        {
            if (!TryTake(1, out ReadOnlySpan<byte> window))
            {
                return false;
            }

            int exponent = window[0] >> 3;
            long windowBytes = (1L << (10 + exponent)) / 8 * (8 + (window[0] & 7));
            blockBytes = (int)Math.Min(blockBytes, windowBytes);
        }

        if (!TryTake(dictionaryBytes, out _) || !TryTake(sizeBytes, out ReadOnlySpan<byte> content))
        {
            return false;
        }

        size = sizeBytes switch
        {
            1 => content[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(content) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(content),
            8 => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(content), Plenty),
            _ => -1,
        };
        return true;
    }

    private bool TryBlocks(int blockBytes, out long most)
    {
        most = 0;
        while (TryTake(BlockHeaderBytes, out ReadOnlySpan<byte> header))
        {
            int word = header[0] | (header[1] << 8) | (header[2] << 16);
            int size = word >> 3;
            int type = (word >> 1) & 3;
            bool isRle = type == 1;
            if (type == 3 || !TryTake(isRle ? 1 : (uint)size, out _))
            {
                return false;
            }

            most = Math.Min(Plenty, most + (type == 2 ? blockBytes : size));
            if ((word & 1) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool Add(long size, long most)
    {
        Claimed = size < 0 || Claimed < 0 ? -1 : Math.Min(Plenty, Claimed + size);
        AtMost = Math.Min(Plenty, AtMost + (size < 0 ? most : Math.Min(size, most)));
        return true;
    }

    private bool TryTake(long count, out ReadOnlySpan<byte> bytes)
    {
        bool isThere = count <= _rest.Length;
        bytes = isThere ? _rest[..(int)count] : default;
        _rest = isThere ? _rest[(int)count..] : _rest;
        return isThere;
    }
}
