using HotPath.Engine.Telemetry;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary><c>ledger</c>: every count that must add up, and whether they do.</summary>
internal sealed class LedgerPage : IZPage
{
    /// <summary>Where it is.</summary>
    public const string At = "/debug/ledger";

    /// <summary>How often the counts are read for a moment in which they add up: while items move, they are not read all at once.</summary>
    private const int Readings = 16;

    /// <inheritdoc/>
    public string Path => At;

    /// <inheritdoc/>
    public string Title => "Ledger";

    /// <summary>True if the counts add up at some moment now.</summary>
    public static bool Balances(Ledger ledger) => Enumerable.Range(0, Readings).Any(_ => ledger.Balances);

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query)
    {
        Ledger ledger = now.Path.Ledger;
        bool balances = Balances(ledger);
        page.Text(balances
            ? new HtmlCell("The ledger balances.", Kind: "good")
            : new HtmlCell(
                "The ledger does not balance at this moment: while much moves, counts are not read all at once. Look again.", Kind: "bad"));
        page.Properties(
            ("Items in the gateway: in flight, queued, or being sent", ledger.Unsettled),
            ("Bytes of telemetry held in memory", now.Path.Budget.ChargedBytes),
            ("The same as JSON", new HtmlCell($"{At}?format=json", $"{At}?format=json")));
        page.Heading("Receivers");
        page.Table(
            [
                "Receiver", "Signal", "Transport", "Accepted items", "requests", "bytes", "Refused requests", "bytes", "items read",
                "Reasons: requests",
            ],
            ledger.Receivers.Select(static r => (HtmlCell[])
            [
                r.Receiver, r.Signal, r.Transport, r.AcceptedItems, r.AcceptedRequests, r.AcceptedBytes, r.RefusedRequests.Total,
                r.RefusedBytes.Total, r.RefusedItems, Reasons(r.RefusedRequests),
            ]));
        page.Heading("Pipelines");
        page.Table(
            ["Pipeline", "Accepted", "= out", "+ dropped", "+ in flight", "Reasons of what was dropped"],
            ledger.Pipelines.Select(static p =>
                (HtmlCell[])[p.Pipeline, p.Accepted, p.Out, p.Dropped, p.InFlight, Reasons(p.DroppedByReason)]));
        page.Heading("Edges");
        page.Table(
            [
                "Pipeline", "Exporter", "Enqueued", "of an earlier run", "= sent", "+ rejected", "+ failed", "+ queued", "+ in flight",
                "Not enqueued", "Reasons",
            ],
            ledger.Edges.Select(static e => (HtmlCell[])
            [
                e.Pipeline, e.Exporter, e.Enqueued, e.Recovered, e.Sent, e.Rejected, e.Failed, e.Queued, e.InFlight, e.EnqueueFailed,
                string.Join(
                    "; ", new[] { Reasons(e.FailedByReason), Reasons(e.EnqueueFailedByReason) }.Where(static text => text.Length > 0)),
            ]));
    }

    private static string Reasons(ReasonCounts counts) =>
        string.Join(
            ", ", counts.All.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} {pair.Value}"));
}
