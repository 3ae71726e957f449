namespace HotPath.Components.Ottl.Syntax;

/// <summary>A list.</summary>
internal sealed record ListNode(int Offset, IReadOnlyList<Node> Elements) : Node(Offset);
