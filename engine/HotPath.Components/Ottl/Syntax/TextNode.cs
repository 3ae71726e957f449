namespace HotPath.Components.Ottl.Syntax;

/// <summary>A string.</summary>
internal sealed record TextNode(int Offset, byte[] Utf8) : Node(Offset);
