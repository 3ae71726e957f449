namespace HotPath.Components.Ottl.Syntax;

/// <summary>A number with a point.</summary>
internal sealed record DoubleNode(int Offset, double Value) : Node(Offset);
