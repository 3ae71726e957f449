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
    public static bool TryDecompress(Codec codec, Lease compressed, in MessageLimit limit, out Lease message, out Refusal refusal)
    {
        message = default;
        bool isDone = false;
        try
        {
            using MessageDecoder decoder = codec.OpenDecoder();
            isDone = TryFill(decoder, codec, compressed, limit, ref message, out refusal);
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
        MessageDecoder decoder, Codec codec, Lease compressed, in MessageLimit limit, ref Lease message, out Refusal refusal)
    {
        SizeHint size = decoder.Begin(compressed.Memory);
        if (limit.Refuse(size.Claimed, When) is { } tooLarge)
        {
            refusal = tooLarge;
            return false;
        }

        int most = (int)Math.Min(limit.ConfiguredBytes, limit.Intake.MaxRequestBytes);
        int useful = (int)Math.Min(most, size.AtMost);
        int first = (int)Math.Min(useful, size.First);
        refusal = default;
        if (first > 0 && !limit.TryRent(first, out message, out refusal))
        {
            return false;
        }

        int filled = 0;
        DecodeStatus status;
        while ((status = decoder.Decode(message.Writable, ref filled)) == DecodeStatus.Full && message.Length < useful)
        {
            if (!limit.TryGrow(ref message, filled, (int)Math.Min(useful, 2L * message.Length), out refusal))
            {
                return false;
            }
        }

        if (status == DecodeStatus.Done)
        {
            return TryCut(filled, limit, ref message, out refusal);
        }

        refusal = status == DecodeStatus.Broken ? Broken(codec, decoder.Fault)
            : limit.Refuse(message.Length + 1L, When) ?? Broken(codec, $"it holds more than the {size.AtMost} bytes that it says");
        return false;
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
