namespace HotPath.Components.Ottl.Syntax;

/// <summary>An enum, or a converter named without parentheses.</summary>
internal sealed record EnumNode(int Offset, string Name) : Node(Offset);
