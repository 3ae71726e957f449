using HotPath.Components.Ottl.Patterns;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Span;

/// <summary>One rule of <c>to_attributes</c>: a pattern of span names, and its groups as attributes, in the pattern's order.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Groups">The keys; each is a group's name.</param>
internal sealed record SpanRule(Pattern Pattern, AttributeKey[] Groups);
