namespace HotPath.Components.Ottl.Syntax;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record BoolNode(int Offset, bool Value) : Node(Offset);
