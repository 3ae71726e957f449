namespace HotPath.Components.Ottl.Syntax;

/// <summary><c>nil</c>.</summary>
internal sealed record NilNode(int Offset) : Node(Offset);
