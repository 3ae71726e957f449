using HotPath.Components.Ottl;

namespace HotPath.Components.Processors.Transform;

/// <summary>Statements of one context, run one after the other on each thing.</summary>
/// <param name="Context">What they run for.</param>
/// <param name="Statements">The statements.</param>
/// <param name="Conditions">They run where any of these holds; none = everywhere.</param>
/// <param name="Mode">What to do when one fails.</param>
internal sealed record TransformGroup(
    ContextKind Context, CompiledStatement[] Statements, CompiledCondition[] Conditions, ErrorMode Mode);
