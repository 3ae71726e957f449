using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// What the receivers' ledgers show: the Collector's <c>otelcol_receiver_*</c>, and the exact counts under <c>hotpath_receiver_*</c>.
/// </summary>
internal static class ReceiverMetrics
{
    private static readonly string[] RefuseReasons =
    [
        RefuseReason.Memory, RefuseReason.Late, RefuseReason.Deadline, RefuseReason.TooLarge, RefuseReason.Malformed,
        RefuseReason.BadEncoding, RefuseReason.BadFraming, RefuseReason.TooSlow, RefuseReason.Aborted, RefuseReason.Processor,
        RefuseReason.Exporter, RefuseReason.InternalError, RefuseReason.Tenant, RefuseReason.Pipeline, RefuseReason.Metadata,
        RefuseReason.Cardinality, RefuseReason.Unauthenticated, RefuseReason.Reloaded,
    ];

    private static readonly string[] DownstreamReasons =
    [
        RefuseReason.Memory, RefuseReason.Tenant, RefuseReason.Pipeline, RefuseReason.Late, RefuseReason.Deadline, RefuseReason.Exporter,
        RefuseReason.Reloaded,
    ];

    private static readonly string[] FailureReasons = [RefuseReason.InternalError];

    /// <summary>Adds one receiver's lines.</summary>
    public static void Add(MetricRegistry registry, ReceiverLedger ledger)
    {
        string items = MetricWords.ItemsOf(ledger.Signal);
        var unread = UnreadItems.Of(ledger, UnreadItems.Reasons);
        registry.Counter(
            $"otelcol_receiver_accepted_{items}", MetricWords.ReceiverScope, "Number of items successfully pushed into the pipeline.")
            .Add(() => ledger.AcceptedItems, ("receiver", ledger.Receiver), ("transport", ledger.Transport));
        registry.Counter(
                $"otelcol_receiver_refused_{items}",
                MetricWords.ReceiverScope,
                "Number of items that could not be pushed into the pipeline; those of requests refused unread are estimated from their "
                + "bytes.")
            .Add(() => ledger.RefusedItems + unread.Read(), ("receiver", ledger.Receiver), ("transport", ledger.Transport));

        var lost = UnreadItems.Of(ledger, FailureReasons);
        registry.Counter(
                $"otelcol_receiver_failed_{items}",
                MetricWords.ReceiverScope,
                "Number of items that failed to be processed by the receiver due to internal errors, estimated from their bytes.")
            .Add(() => lost.Read(), ("receiver", ledger.Receiver), ("transport", ledger.Transport));
        AddRequests(registry, ledger);

        (string, string)[] own = [("receiver", ledger.Receiver), ("signal", ledger.Signal), ("transport", ledger.Transport)];
        registry.Counter("hotpath_receiver_accepted_requests", MetricWords.OwnScope, "Requests taken over, empty ones included.")
            .Add(() => ledger.AcceptedRequests, own);
        registry.Counter(
            "hotpath_receiver_accepted_bytes", MetricWords.OwnScope, "Wire bytes of the requests taken over, after decompression.", "By")
            .Add(() => ledger.AcceptedBytes, own);
        registry.Counter("hotpath_receiver_refused_requests", MetricWords.OwnScope, "Requests refused, by reason.")
            .AddByReason(ledger.RefusedRequests, RefuseReasons, own);
        registry.Counter(
            "hotpath_receiver_refused_bytes", MetricWords.OwnScope, "Bytes of refused requests as far as known, by reason.", "By")
            .AddByReason(ledger.RefusedBytes, RefuseReasons, own);
    }

    /// <summary>Each request once, by how it ended: refused by what stands after the receiver, or failed at the receiver itself.</summary>
    private static void AddRequests(MetricRegistry registry, ReceiverLedger ledger)
    {
        MetricFamily family = registry.Counter("otelcol_receiver_requests", MetricWords.ReceiverScope, "The number of requests performed.");
        void Add(string outcome, Func<long> read) =>
            family.Add(() => read(), ("outcome", outcome), ("receiver", ledger.Receiver), ("transport", ledger.Transport));
        Add("success", () => ledger.AcceptedRequests);
        Add("refused", () => DownstreamReasons.Sum(reason => ledger.RefusedRequests[reason]));
        Add("failure", () => ledger.RefusedRequests.Total - DownstreamReasons.Sum(reason => ledger.RefusedRequests[reason]));
    }
}
