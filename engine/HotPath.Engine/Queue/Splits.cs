using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// What may help when a backend refuses a batch for good. Many senders' requests travel in one batch, and one that the backend can't take
/// must not take the others with it: the batch is bisected along its requests. And a batch that is too large for the backend is bisected
/// along its items.
/// </summary>
internal static class Splits
{
    /// <summary>
    /// Refusals in a row, none of them followed by a piece that the backend took, after which the rest is given up unsplit: a backend that
    /// refuses everything is not asked for every request by itself.
    /// </summary>
    public const int MostFruitless = 16;

    // As servers say it: grpc-go and gRPC's C core; grpc-java; grpc-dotnet.
    private static readonly string[] TooLargeTexts =
        ["larger than max (", "exceeds maximum size", "exceeds the maximum configured message size"];

    /// <summary>How many of the batch's first items to send by themselves; 0 if splitting does not help.</summary>
    public static int HeadItems(Batch batch, in SendResult result)
    {
        if (result.Status != SendStatus.Permanent || batch.Items < 2)
        {
            return 0;
        }

        if (IsTooLarge(result))
        {
            return batch.Items / 2;
        }

        return result.Reason is ExportReasons.InvalidArgument or ExportReasons.BadRequest && batch.Parts.Length > 1
            ? HeadOfParts(batch)
            : 0;
    }

    private static bool IsTooLarge(in SendResult result)
    {
        if (result.Reason == ExportReasons.ContentTooLarge)
        {
            return true;
        }

        if (result.Reason != ExportReasons.ResourceExhausted)
        {
            return false;
        }

        foreach (string text in TooLargeTexts)
        {
            if (result.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int HeadOfParts(Batch batch)
    {
        int items = 0;
        foreach (ref readonly Part part in batch.Parts[..(batch.Parts.Length / 2)])
        {
            items += part.Items;
        }

        // Requests may be empty of items: those that carry none are no way to split.
        return items == 0 || items == batch.Items ? 0 : items;
    }
}
