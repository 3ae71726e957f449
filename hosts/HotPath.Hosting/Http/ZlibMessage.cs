using System.Buffers.Binary;
using System.IO.Compression;
using HotPath.Core.Memory;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http;

/// <summary>
/// Decompresses a message from one slab to another (RFC 1950).
/// <code>
///   CMF FLG … deflate … │ Adler-32 (4) │   big-endian
/// </code>
/// Nothing tells the decompressed size before, so room grows with the bytes that are produced, up to the limit. .NET's inflater takes a
/// truncated stream for a whole one, so the checksum of what came out is compared here with the last bytes that came in.
/// </summary>
internal static class ZlibMessage
{
    private const int SmallestStream = 8;
    private const int FirstOutputBytes = 64 * 1024;
    private const int GuessedRatio = 4;
    private const int SpareShare = 4;

    /// <summary>
    /// Decompresses. The lease of the compressed bytes is returned in any case; on true, <paramref name="message"/> holds the decompressed
    /// message (<c>default</c> if that is empty), on false nothing is held.
    /// </summary>
    public static bool TryInflate(Lease compressed, in MessageLimit limit, out Lease message, out Refusal refusal)
    {
        message = default;
        try
        {
            if (compressed.Length < SmallestStream)
            {
                refusal = Broken("it is too short");
                return false;
            }

            using var inflater = new ZLibStream(new LeaseStream(compressed.Memory), CompressionMode.Decompress);
            if (Fill(inflater, compressed, limit, ref message, out refusal))
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

    private static bool Fill(ZLibStream inflater, Lease compressed, in MessageLimit limit, ref Lease message, out Refusal refusal)
    {
        int most = (int)Math.Min(limit.ConfiguredBytes, limit.Intake.MaxRequestBytes);
        int first = (int)Math.Min(most, Math.Max(FirstOutputBytes, (long)compressed.Length * GuessedRatio));
        if (!limit.TryRent(first, out message, out refusal))
        {
            return false;
        }

        int filled = 0;
        while (true)
        {
            int read = filled == message.Length ? inflater.ReadByte() : inflater.Read(message.Writable[filled..]);
            if (filled < message.Length)
            {
                if (read == 0)
                {
                    break;
                }

                filled += read;
                continue;
            }

            if (read < 0)
            {
                break;
            }

            if (limit.Refuse(filled + 1L, " after decompression") is { } tooLarge)
            {
                refusal = tooLarge;
                return false;
            }

            if (!limit.TryGrow(ref message, filled, (int)Math.Min(most, 2L * filled), out refusal))
            {
                return false;
            }

            message.Writable[filled++] = (byte)read;
        }

        if (Adler32.Of(message.Bytes[..filled]) != BinaryPrimitives.ReadUInt32BigEndian(compressed.Bytes[^sizeof(uint)..]))
        {
            refusal = Broken("it is truncated, or something follows it");
            return false;
        }

        return TryCut(filled, limit, ref message, out refusal);
    }

    /// <summary>Gives back room that was guessed too large.</summary>
    private static bool TryCut(int filled, in MessageLimit limit, ref Lease message, out Refusal refusal)
    {
        refusal = default;
        if (filled == 0)
        {
            message.Return();
            message = default;
            return true;
        }

        if (message.Length - filled > message.Length / SpareShare && !limit.TryGrow(ref message, filled, filled, out refusal))
        {
            return false;
        }

        message = message.Slice(filled);
        return true;
    }

    private static Refusal Broken(string why) =>
        Refusals.Encoding($"failed to decompress the message: not a whole zlib stream, {why}");
}
