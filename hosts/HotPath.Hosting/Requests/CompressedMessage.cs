using HotPath.Core.Compression;
using HotPath.Core.Memory;

namespace HotPath.Hosting.Requests;

/// <summary>
/// Decompresses a message from one slab to another. The room grows with the bytes that come, up to the limit, and a message that states
/// too large a size is refused before any are reserved.
/// </summary>
internal static class CompressedMessage
{
    /// <summary>Room that is left over at the end is given back if it is more than this share of it.</summary>
    private const int SpareShare = 4;

    private const string When = " after decompression";

    /// <summary>
    /// Decompresses. The lease of the compressed bytes is returned in any case; on true, <paramref name="message"/> holds the decompressed
    /// message (<c>default</c> if that is empty), on false nothing is held.
    /// </summary>
    /// <param name="codec">What it is compressed with.</param>
    /// <param name="compressed">The compressed bytes.</param>
    /// <param name="limit">How large it may be, and who gives room.</param>
    /// <param name="mayKeep">True if the message goes to the intake as it is, so that its gzip may be of use behind it.</param>
    /// <param name="message">The message.</param>
    /// <param name="refusal">Why not.</param>
    public static bool TryDecompress(
        Codec codec, Lease compressed, in MessageLimit limit, bool mayKeep, out Lease message, out Refusal refusal)
    {
        message = default;
        bool isDone = false;
        try
        {
            using MessageDecoder decoder = codec.OpenDecoder();
            isDone = TryFill(decoder, codec, compressed, limit, mayKeep, ref message, out refusal);
        }
        finally
        {
            compressed.Return();
            if (!isDone && message.IsHeld)
            {
                message.Return();
                message = default;
            }
        }

        return isDone;
    }

    private static bool TryFill(
        MessageDecoder decoder, Codec codec, Lease compressed, in MessageLimit limit, bool mayKeep, ref Lease message, out Refusal refusal)
    {
        SizeHint size = decoder.Begin(compressed.Memory);
        if (limit.Refuse(size.Claimed, When) is { } tooLarge)
        {
            refusal = tooLarge;
            return false;
        }

        int most = (int)Math.Min(limit.ConfiguredBytes, limit.Intake.MaxRequestBytes);
        int useful = (int)Math.Min(most, size.AtMost);
        int room = (int)Math.Min(useful, size.First);
        bool keeps = mayKeep && codec == Codec.Gzip && KeptGzip.IsWorthIt(compressed.Length, size.Claimed);
        refusal = default;
        if (room > 0 && !TryGrow(ref message, 0, room, room == useful && keeps ? compressed.Length : 0, limit, out refusal))
        {
            return false;
        }

        int filled = 0;
        DecodeStatus status;
        while ((status = decoder.Decode(message.Writable[..room], ref filled)) == DecodeStatus.Full && room < useful)
        {
            room = (int)Math.Min(useful, 2L * room);
            if (!TryGrow(ref message, filled, room, room == useful && keeps ? compressed.Length : 0, limit, out refusal))
            {
                return false;
            }
        }

        if (status == DecodeStatus.Done)
        {
            return TryKeep(decoder, filled, room, ref message) || TryCut(filled, limit, ref message, out refusal);
        }

        refusal = status == DecodeStatus.Broken ? Broken(codec, decoder.Fault)
            : limit.Refuse(room + 1L, When) ?? Broken(codec, $"it holds more than the {size.AtMost} bytes that it says");
        return false;
    }

    /// <summary>
    /// Room for so many bytes of the message, and, if the intake can spare it, for so many more to keep: those are never why a message is
    /// refused.
    /// </summary>
    private static bool TryGrow(ref Lease message, int filled, int bytes, int keptBytes, in MessageLimit limit, out Refusal refusal)
    {
        if (keptBytes > 0 && limit.Intake.KeepsGzip(bytes + keptBytes) && limit.TryRent(bytes + keptBytes, out Lease larger, out refusal))
        {
            if (message.IsHeld)
            {
                message.Bytes[..filled].CopyTo(larger.Writable);
                message.Return();
            }

            message = larger;
            return true;
        }

        return message.IsHeld ? limit.TryGrow(ref message, filled, bytes, out refusal) : limit.TryRent(bytes, out message, out refusal);
    }

    /// <summary>Keeps the gzip behind the message, if there is room for it behind the message's.</summary>
    private static bool TryKeep(MessageDecoder decoder, int filled, int room, ref Lease message)
    {
        int kept = message.Length > room ? decoder.KeptBytes : 0;
        if (kept == 0 || kept > message.Length - filled)
        {
            return false;
        }

        decoder.Keep(message.Writable.Slice(filled, kept));
        message = message.Keeping(filled, kept);
        return true;
    }

    /// <summary>Gives back room that was guessed too large.</summary>
    private static bool TryCut(int filled, in MessageLimit limit, ref Lease message, out Refusal refusal)
    {
        refusal = default;
        if (filled == 0)
        {
            if (message.IsHeld)
            {
                message.Return();
                message = default;
            }

            return true;
        }

        if (message.Length - filled > message.Length / SpareShare && !limit.TryGrow(ref message, filled, filled, out refusal))
        {
            return false;
        }

        message = message.Slice(filled);
        return true;
    }

    private static Refusal Broken(Codec codec, string why) =>
        Refusals.Encoding($"failed to decompress the message: not a whole {codec.Name} stream, {why}");
}
