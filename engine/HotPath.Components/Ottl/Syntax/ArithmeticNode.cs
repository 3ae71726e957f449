namespace HotPath.Components.Ottl.Syntax;

/// <summary><c>+ - * /</c> between two values.</summary>
internal sealed record ArithmeticNode(int Offset, char Operator, Node Left, Node Right) : Node(Offset);
