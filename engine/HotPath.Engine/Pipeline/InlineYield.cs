using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>What inline processors left of a request, for one pipeline.</summary>
/// <param name="Lease">A hold on its bytes; <c>default</c> if nothing is left.</param>
/// <param name="Items">Items in it; 0 = nothing is left.</param>
/// <param name="Resources">Resource blocks in it.</param>
internal readonly record struct InlineYield(Lease Lease, int Items, int Resources);
