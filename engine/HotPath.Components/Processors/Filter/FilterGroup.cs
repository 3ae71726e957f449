using HotPath.Components.Ottl;

namespace HotPath.Components.Processors.Filter;

/// <summary>Conditions of one context: what any of them holds for is dropped.</summary>
/// <param name="Context">What they run for.</param>
/// <param name="Conditions">The conditions.</param>
/// <param name="Mode">What to do when one fails.</param>
internal sealed record FilterGroup(ContextKind Context, IReadOnlyList<CompiledCondition> Conditions, ErrorMode Mode);
