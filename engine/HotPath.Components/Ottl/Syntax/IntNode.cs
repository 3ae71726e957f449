namespace HotPath.Components.Ottl.Syntax;

/// <summary>A whole number.</summary>
internal sealed record IntNode(int Offset, long Value) : Node(Offset);
