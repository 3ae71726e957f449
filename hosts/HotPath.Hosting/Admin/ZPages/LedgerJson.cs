using System.Text;
using System.Text.Json;
using HotPath.Engine.Telemetry;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>The ledger as JSON, for programs.</summary>
internal static class LedgerJson
{
    /// <summary>True for <c>?format=json</c>, and for who accepts JSON and not HTML.</summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        return request.Query["format"] == "json"
            || (accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The text.</summary>
    public static string Write(GatewaySnapshot now)
    {
        Ledger ledger = now.Path.Ledger;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, AdminAnswer.Json))
        {
            json.WriteStartObject();
            json.WriteBoolean("balances", LedgerPage.Balances(ledger));
            json.WriteNumber("unsettled_items", ledger.Unsettled);
            json.WriteNumber("held_bytes", now.Path.Budget.ChargedBytes);
            WriteList(json, "receivers", ledger.Receivers, Write);
            WriteList(json, "pipelines", ledger.Pipelines, Write);
            WriteList(json, "edges", ledger.Edges, Write);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ReceiverLedger r)
    {
        json.WriteString("receiver", r.Receiver);
        json.WriteString("signal", r.Signal);
        json.WriteString("transport", r.Transport);
        json.WriteNumber("accepted_items", r.AcceptedItems);
        json.WriteNumber("accepted_requests", r.AcceptedRequests);
        json.WriteNumber("accepted_bytes", r.AcceptedBytes);
        json.WriteNumber("refused_items", r.RefusedItems);
        WriteReasons(json, "refused_requests", r.RefusedRequests);
        WriteReasons(json, "refused_bytes", r.RefusedBytes);
    }

    private static void Write(Utf8JsonWriter json, PipelineLedger p)
    {
        json.WriteString("pipeline", p.Pipeline);
        json.WriteNumber("accepted", p.Accepted);
        json.WriteNumber("out", p.Out);
        WriteReasons(json, "dropped", p.DroppedByReason);
        json.WriteNumber("in_flight", p.InFlight);
    }

    private static void Write(Utf8JsonWriter json, EdgeLedger e)
    {
        json.WriteString("pipeline", e.Pipeline);
        json.WriteString("exporter", e.Exporter);
        json.WriteNumber("enqueued", e.Enqueued);
        json.WriteNumber("recovered", e.Recovered);
        json.WriteNumber("sent", e.Sent);
        json.WriteNumber("rejected", e.Rejected);
        WriteReasons(json, "failed", e.FailedByReason);
        json.WriteNumber("queued", e.Queued);
        json.WriteNumber("in_flight", e.InFlight);
        WriteReasons(json, "enqueue_failed", e.EnqueueFailedByReason);
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReasons(Utf8JsonWriter json, string name, ReasonCounts counts)
    {
        json.WriteStartObject(name);
        foreach ((string reason, long count) in counts.All.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
    }
}
