using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>The keys that the parts of one processor name.</summary>
internal static class KeyUnion
{
    /// <summary>All of them; null, which means any key, if one part's is null.</summary>
    public static IReadOnlyList<AttributeKey>? Of(IReadOnlyList<IReadOnlyList<AttributeKey>?> parts) =>
        parts.Contains(null) ? null : [.. parts.SelectMany(keys => keys!).DistinctBy(key => key.Name)];
}
