using HotPath.Components.Ottl.Conditions;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl;

/// <summary>A condition, ready to run.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Context">What it runs for.</param>
/// <param name="Condition">What to test.</param>
/// <param name="Depth">What the index must hold.</param>
internal sealed record CompiledCondition(string Text, ContextKind Context, Condition Condition, IndexDepth Depth)
{
    /// <summary>The keys by which it reaches attributes of items; null = any, or all of them.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; init; }
}
