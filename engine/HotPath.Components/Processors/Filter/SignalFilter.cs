using HotPath.Components.Ottl;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Filter;

/// <summary>All that a <c>filter</c> does to one signal: conditions, or the older include and exclude.</summary>
internal sealed record SignalFilter
{
    /// <summary>Conditions, in the order they run.</summary>
    public IReadOnlyList<FilterGroup> Groups { get; init; } = [];

    /// <summary>What is kept; null = all.</summary>
    public ItemMatch? Include { get; init; }

    /// <summary>What of that is dropped; null = none.</summary>
    public ItemMatch? Exclude { get; init; }

    /// <summary>True if it does nothing.</summary>
    public bool IsEmpty => Groups.Count == 0 && Include is null && Exclude is null;

    /// <summary>What it reads; to drop anything, the index must know the items.</summary>
    public IndexDepth Depth => IsEmpty
        ? IndexDepth.None
        : Groups.SelectMany(g => g.Conditions).Aggregate(
            IndexDepth.Items | (Include?.Depth ?? 0) | (Exclude?.Depth ?? 0), (depth, condition) => depth | condition.Depth);

    /// <summary>The keys by which it reaches attributes of items; null = any.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys => KeyUnion.Of(
        [.. Groups.SelectMany(g => g.Conditions).Select(c => c.ItemKeys), [.. Include?.Keys ?? []], [.. Exclude?.Keys ?? []]]);

    /// <summary>True if nothing but whole resources can go; then empty scopes stay, as in the Collector.</summary>
    public bool IsOfResources => Groups.Count > 0 && Groups.All(g => g.Context == ContextKind.Resource);

    /// <summary>True if points can go, so that metrics may be left without any.</summary>
    public bool IsOfPoints => Groups.Any(g => g.Context == ContextKind.DataPoint);
}
