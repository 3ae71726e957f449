using System.Buffers.Binary;
using System.IO.Compression;
using HotPath.Core.Memory;

namespace HotPath.Hosting.Requests;

/// <summary>
/// Decompresses a message from one slab to another (RFC 1952). A gzip member ends with the size that it decompresses to:
/// <code>
///   1F 8B 08 flags mtime(4) xfl os … deflate … │ CRC-32 (4) │ ISIZE (4) │   both little-endian
/// </code>
/// ISIZE says at once whether the message is too large, bounds what is reserved, and tells a truncated message from a whole one, which
/// .NET's inflater does not. It is only believed downwards: room grows with the bytes that are really produced.
/// The inflater is made anew for each message (some 300 bytes of garbage): .NET has no way to reset one.
/// </summary>
internal static class GzipMessage
{
    private const int SmallestMember = 18;
    private const int FirstOutputBytes = 64 * 1024;
    private const int GuessedRatio = 4;

    /// <summary>
    /// Decompresses. The lease of the compressed bytes is returned in any case; on true, <paramref name="message"/> holds the decompressed
    /// message (<c>default</c> if that is empty), on false nothing is held.
    /// </summary>
    public static bool TryInflate(Lease compressed, in MessageLimit limit, out Lease message, out Refusal refusal)
    {
        message = default;
        try
        {
            if (compressed.Length < SmallestMember)
            {
                refusal = Broken("it is too short");
                return false;
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(compressed.Bytes[^sizeof(uint)..]);
            if (limit.Refuse(size, " after decompression") is { } tooLarge)
            {
                refusal = tooLarge;
                return false;
            }

            using var inflater = new GZipStream(new LeaseStream(compressed.Memory), CompressionMode.Decompress);
            if (Fill(inflater, compressed.Length, (int)size, limit, ref message, out refusal))
            {
                return true;
            }
        }
        catch (InvalidDataException)
        {
            refusal = Broken("its bytes or its checksum are wrong");
        }
        finally
        {
            compressed.Return();
        }

        if (message.IsHeld)
        {
            message.Return();
            message = default;
        }

        return false;
    }

    private static bool Fill(
        GZipStream inflater, int compressedLength, int size, in MessageLimit limit, ref Lease message, out Refusal refusal)
    {
        int filled = 0;
        refusal = default;
        int first = (int)Math.Min(size, Math.Max(FirstOutputBytes, (long)compressedLength * GuessedRatio));
        if (size > 0 && !limit.TryRent(first, out message, out refusal))
        {
            return false;
        }

        while (filled < size)
        {
            if (filled == message.Length
                && !limit.TryGrow(ref message, filled, (int)Math.Min(size, 2L * filled), out refusal))
            {
                return false;
            }

            int read = inflater.Read(message.Writable[filled..]);
            if (read == 0)
            {
                refusal = Broken($"it ends after {filled} of {size} bytes");
                return false;
            }

            filled += read;
        }

        // This read is also what makes the inflater check the trailer.
        if (inflater.ReadByte() >= 0)
        {
            refusal = Broken($"it goes on after the {size} bytes that its trailer says (and several gzip members are not taken)");
            return false;
        }

        return true;
    }

    private static Refusal Broken(string why) =>
        Refusals.Encoding($"failed to decompress the message: not a whole gzip stream, {why}");
}
