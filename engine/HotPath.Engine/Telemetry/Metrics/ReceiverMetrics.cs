using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>What the receivers' ledgers show: the Collector's <c>otelcol_receiver_*</c>, and the exact counts under <c>hotpath_receiver_*</c>.</summary>
internal static class ReceiverMetrics
{
    private static readonly string[] RefuseReasons =
    [
        RefuseReason.Memory, RefuseReason.Late, RefuseReason.Deadline, RefuseReason.TooLarge, RefuseReason.Malformed, RefuseReason.BadEncoding,
        RefuseReason.BadFraming, RefuseReason.TooSlow, RefuseReason.Aborted, RefuseReason.Exporter, RefuseReason.InternalError,
        RefuseReason.Metadata, RefuseReason.Cardinality,
    ];

    /// <summary>Adds one receiver's lines.</summary>
    public static void Add(MetricRegistry registry, ReceiverLedger ledger)
    {
        string items = MetricWords.ItemsOf(ledger.Signal);
        var unread = new UnreadItems(ledger, UnreadItems.Reasons);
        registry.Counter($"otelcol_receiver_accepted_{items}", MetricWords.ReceiverScope, "Number of items successfully pushed into the pipeline.")
            .Add(() => ledger.AcceptedItems, ("receiver", ledger.Receiver), ("transport", ledger.Transport));
        registry.Counter(
                $"otelcol_receiver_refused_{items}",
                MetricWords.ReceiverScope,
                "Number of items that could not be pushed into the pipeline; those of requests refused unread are estimated from their bytes.")
            .Add(() => ledger.RefusedItems + unread.Read(), ("receiver", ledger.Receiver), ("transport", ledger.Transport));

        (string, string)[] own = [("receiver", ledger.Receiver), ("signal", ledger.Signal), ("transport", ledger.Transport)];
        registry.Counter("hotpath_receiver_accepted_requests", MetricWords.OwnScope, "Requests taken over, empty ones included.")
            .Add(() => ledger.AcceptedRequests, own);
        registry.Counter("hotpath_receiver_accepted_bytes", MetricWords.OwnScope, "Wire bytes of the requests taken over, after decompression.", "By")
            .Add(() => ledger.AcceptedBytes, own);
        registry.Counter("hotpath_receiver_refused_requests", MetricWords.OwnScope, "Requests refused, by reason.")
            .AddByReason(ledger.RefusedRequests, RefuseReasons, own);
        registry.Counter("hotpath_receiver_refused_bytes", MetricWords.OwnScope, "Bytes of refused requests as far as known, by reason.", "By")
            .AddByReason(ledger.RefusedBytes, RefuseReasons, own);
    }
}
