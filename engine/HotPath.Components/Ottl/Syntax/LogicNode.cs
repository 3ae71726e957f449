namespace HotPath.Components.Ottl.Syntax;

/// <summary>Conditions joined by <c>and</c>, or by <c>or</c>.</summary>
internal sealed record LogicNode(int Offset, bool IsAnd, IReadOnlyList<Node> Conditions) : Node(Offset);
