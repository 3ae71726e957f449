using System.Text;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// The counts that must add up: every receiver's, pipeline's and edge's. Live; read it at any time, trust the balance when nothing moves.
/// </summary>
/// <param name="Receivers">One a receiver, signal and transport.</param>
/// <param name="Pipelines">One a pipeline.</param>
/// <param name="Edges">One a pipeline and exporter.</param>
public sealed record Ledger(
    IReadOnlyList<ReceiverLedger> Receivers,
    IReadOnlyList<PipelineLedger> Pipelines,
    IReadOnlyList<EdgeLedger> Edges)
{
    /// <summary>One for each set of edges that a pipeline has had.</summary>
    public IReadOnlyList<OutLedger> Outs { get; init; } = [];

    /// <summary>
    /// True when every pipeline and every edge balances, and every edge was offered all that its pipeline let out while it had it.
    /// </summary>
    public bool Balances =>
        Pipelines.All(p => p.Balances)
        && Edges.All(e => e.Balances)
        && Pipelines.All(p => p.Out == Outs.Where(o => o.Pipeline == p).Sum(o => o.Items))
        && Edges.All(e => e.Enqueued - e.Recovered + e.EnqueueFailed == Outs.Where(o => o.Edges.Contains(e)).Sum(o => o.Items));

    /// <summary>Items that no one has answered for yet.</summary>
    public long Unsettled => Pipelines.Sum(p => p.InFlight) + Edges.Sum(e => e.Queued + e.InFlight);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ReceiverLedger r in Receivers)
        {
            text.Append(
                $"receiver {r.Receiver} ({r.Signal}, {r.Transport}): accepted {r.AcceptedItems} items in {r.AcceptedRequests} requests");
            text.AppendLine($", refused {r.RefusedRequests.Total} requests of {r.RefusedBytes.Total} bytes{Reasons(r.RefusedRequests)}");
        }

        foreach (PipelineLedger p in Pipelines)
        {
            text.Append($"pipeline {p.Pipeline}: accepted {p.Accepted} = out {p.Out} + dropped {p.Dropped} + in flight {p.InFlight}");
            text.AppendLine(Reasons(p.DroppedByReason));
        }

        foreach (EdgeLedger e in Edges)
        {
            text.Append(
                $"edge {e.Pipeline} → {e.Exporter}: enqueued {e.Enqueued}{Recovered(e)} = sent {e.Sent} + rejected {e.Rejected} + failed "
                + $"{e.Failed}");
            text.Append($" + queued {e.Queued} + in flight {e.InFlight}{Reasons(e.FailedByReason)}");
            text.AppendLine($"; not enqueued {e.EnqueueFailed}{Reasons(e.EnqueueFailedByReason)}");
        }

        return text.Append(Balances ? "the ledger balances" : "THE LEDGER DOES NOT BALANCE").ToString();
    }

    private static string Recovered(EdgeLedger edge) => edge.Recovered == 0 ? "" : $" ({edge.Recovered} of an earlier run)";

    private static string Reasons(ReasonCounts counts)
    {
        string text = string.Join(", ", counts.All.Select(pair => $"{pair.Key} {pair.Value}"));
        return text.Length == 0 ? "" : $" ({text})";
    }
}
