namespace HotPath.Components.Ottl.Syntax;

/// <summary>A call of a function, with the keys that pick from what it gives.</summary>
internal sealed record CallNode(int Offset, string Name, IReadOnlyList<ArgumentNode> Arguments, IReadOnlyList<Node> Keys) : Node(Offset);
