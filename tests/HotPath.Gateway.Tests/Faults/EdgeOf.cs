namespace HotPath.Gateway.Tests.Faults;

/// <summary>What the ledger says of one exporter's edge, in items.</summary>
/// <param name="Enqueued">Let in.</param>
/// <param name="Sent">Taken by the backend.</param>
/// <param name="Failed">Given up, by reason.</param>
internal sealed record EdgeOf(long Enqueued, long Sent, IReadOnlyDictionary<string, long> Failed)
{
    /// <summary>True if nothing is under way any more.</summary>
    public bool IsSettled => Enqueued > 0 && Enqueued == Sent + Failed.Values.Sum();

    /// <inheritdoc/>
    public override string ToString() => $"{Enqueued} enqueued, {Sent} sent, failed: {string.Join(", ", Failed)}";
}
