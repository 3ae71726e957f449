using HotPath.Components.Ottl.Expressions;

namespace HotPath.Components.Ottl.Syntax;

/// <summary>A comparison.</summary>
internal sealed record CompareNode(int Offset, CompareOp Operator, Node Left, Node Right) : Node(Offset);
