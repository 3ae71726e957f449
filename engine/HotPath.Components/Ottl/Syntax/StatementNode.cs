namespace HotPath.Components.Ottl.Syntax;

/// <summary>A statement: an editor, and when it is called.</summary>
internal sealed record StatementNode(CallNode Editor, Node? Where);
