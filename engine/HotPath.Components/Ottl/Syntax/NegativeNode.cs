namespace HotPath.Components.Ottl.Syntax;

/// <summary>A value with a minus before it.</summary>
internal sealed record NegativeNode(int Offset, Node Value) : Node(Offset);
