namespace HotPath.Components.Ottl.Syntax;

/// <summary>A condition with <c>not</c> before it.</summary>
internal sealed record NotNode(int Offset, Node Condition) : Node(Offset);
