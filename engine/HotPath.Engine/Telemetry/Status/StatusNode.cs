namespace HotPath.Engine.Telemetry.Status;

/// <summary>One component's status, or that of several together. Immutable.</summary>
/// <param name="Event">The status.</param>
/// <param name="Components">What it is put together from, by key, sorted; empty for a component.</param>
public sealed record StatusNode(StatusEvent Event, IReadOnlyList<KeyValuePair<string, StatusNode>> Components)
{
    /// <summary>What else is worth knowing of a component: <c>queue_size</c>, <c>endpoint</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Attributes { get; init; } = [];

    /// <summary>A component.</summary>
    public static StatusNode Of(StatusEvent status) => new(status, []);

    /// <summary>What some components are together.</summary>
    /// <param name="components">At least one; sorted by key here.</param>
    /// <param name="recoverableFirst">True if a recoverable error says more than a permanent one.</param>
    public static StatusNode Of(IEnumerable<KeyValuePair<string, StatusNode>> components, bool recoverableFirst)
    {
        KeyValuePair<string, StatusNode>[] sorted = [.. components.OrderBy(static c => c.Key, StringComparer.Ordinal)];
        return new StatusNode(StatusAggregation.Of([.. sorted.Select(static c => c.Value.Event)], recoverableFirst), sorted);
    }
}
