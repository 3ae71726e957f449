using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A path that a context has.</summary>
/// <param name="Depth">What the index must hold to read it.</param>
/// <param name="LeastKeys">How many keys it must have.</param>
/// <param name="MostKeys">How many it may have.</param>
/// <param name="Make">Makes its node.</param>
internal sealed record PathEntry(IndexDepth Depth, int LeastKeys, int MostKeys, PathMaker Make)
{
    /// <summary>True if it is attributes, of which a first key reaches one and no other.</summary>
    public bool IsByKey { get; init; }
}
