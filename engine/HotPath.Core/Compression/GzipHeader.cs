using System.Buffers.Binary;
using HotPath.Core.Hashing;

namespace HotPath.Core.Compression;

/// <summary>
/// The header of a gzip member (RFC 1952, section 2.3):
/// <code>
///   0    1    2    3       4          8     9    10
///   │ 1F │ 8B │ 08 │ flags │ mtime    │ xfl │ os │ extra? name? comment? CRC-16? │ deflate …
/// </code>
/// </summary>
internal static class GzipHeader
{
    /// <summary>A header without anything that may be left out.</summary>
    public const int LeastBytes = 10;

    private const int FlagsAt = 3;
    private const int HasChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xE0;

    /// <summary>The header that we write: no name, no time, from an unknown system.</summary>
    public static ReadOnlySpan<byte> Plain => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    /// <summary>The header's length in bytes; -1 if it is none, or not whole.</summary>
    public static int Measure(ReadOnlySpan<byte> member)
    {
        if (member.Length < LeastBytes || !member.StartsWith(Plain[..FlagsAt]) || (member[FlagsAt] & Reserved) != 0)
        {
            return -1;
        }

        int flags = member[FlagsAt];
        int at = LeastBytes;
        if ((flags & HasExtra) != 0)
        {
            at = member.Length - at < sizeof(ushort) ? -1 : at + sizeof(ushort) + BinaryPrimitives.ReadUInt16LittleEndian(member[at..]);
        }

        at = (flags & HasName) != 0 ? BehindText(member, at) : at;
        at = (flags & HasComment) != 0 ? BehindText(member, at) : at;
        if ((flags & HasChecksum) != 0 && at >= 0)
        {
            int end = at + sizeof(ushort);
            bool isRight = end <= member.Length
                && BinaryPrimitives.ReadUInt16LittleEndian(member[at..]) == (ushort)Crc32.Of(member[..at]);
            at = isRight ? end : -1;
        }

        return at <= member.Length ? at : -1;
    }

    /// <summary>The place behind a text, which ends with a zero; -1 if it does not.</summary>
    private static int BehindText(ReadOnlySpan<byte> member, int at)
    {
        int length = at < 0 || at > member.Length ? -1 : member[at..].IndexOf((byte)0);
        return length < 0 ? -1 : at + length + 1;
    }
}
