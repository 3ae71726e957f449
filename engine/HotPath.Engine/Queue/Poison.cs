using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>Whose requests a backend can't take as they are: told in the log, and counted, by the service that made them.</summary>
internal static class Poison
{
    /// <summary>Whether a batch was refused for what is in it.</summary>
    public static bool Is(in SendResult result) =>
        result.Status == SendStatus.Permanent && result.Reason is ExportReasons.InvalidArgument or ExportReasons.BadRequest;

    /// <summary>Counts a batch's items by the services of its requests.</summary>
    public static void Count(Batch batch, EdgeLedger edge, string reason)
    {
        foreach (ref readonly Part part in batch.Parts)
        {
            edge.RefusedBySource.Add(reason, ServiceName.Of(part.Lease.Bytes), part.Items);
        }
    }

    /// <summary>The service of a batch's first request; null if it says none, or if the batch was not refused for what is in it.</summary>
    public static string? ServiceOf(Batch batch, in SendResult result) =>
        Is(result) && batch.Parts is [var first, ..] ? ServiceName.Of(first.Lease.Bytes) : null;
}
