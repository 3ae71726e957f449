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
            || (accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
                && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase));
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
            WriteList(json, "receivers", ledger.Receivers.Select(Values));
            WriteList(json, "pipelines", ledger.Pipelines.Select(Values));
            WriteList(json, "edges", ledger.Edges.Select(Values));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static (string Name, object Value)[] Values(ReceiverLedger r) =>
    [
        ("receiver", r.Receiver), ("signal", r.Signal), ("transport", r.Transport),
        ("accepted_items", r.AcceptedItems), ("accepted_requests", r.AcceptedRequests), ("accepted_bytes", r.AcceptedBytes),
        ("refused_items", r.RefusedItems), ("refused_requests", r.RefusedRequests), ("refused_bytes", r.RefusedBytes),
    ];

    private static (string Name, object Value)[] Values(PipelineLedger p) =>
    [
        ("pipeline", p.Pipeline),
        ("accepted", p.Accepted), ("out", p.Out), ("dropped", p.DroppedByReason), ("in_flight", p.InFlight),
    ];

    private static (string Name, object Value)[] Values(EdgeLedger e) =>
    [
        ("pipeline", e.Pipeline), ("exporter", e.Exporter),
        ("enqueued", e.Enqueued), ("recovered", e.Recovered), ("sent", e.Sent), ("rejected", e.Rejected), ("failed", e.FailedByReason),
        ("queued", e.Queued), ("in_flight", e.InFlight), ("enqueue_failed", e.EnqueueFailedByReason),
    ];

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<(string Name, object Value)[]> entries)
    {
        json.WriteStartArray(name);
        foreach ((string Name, object Value)[] entry in entries)
        {
            json.WriteStartObject();
            foreach ((string key, object value) in entry)
            {
                Write(json, key, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string key, object value)
    {
        switch (value)
        {
            case ReasonCounts counts:
                json.WriteStartObject(key);
                foreach ((string reason, long count) in counts.All.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(reason, count);
                }

                json.WriteEndObject();
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, (string)value);
                break;
        }
    }
}
