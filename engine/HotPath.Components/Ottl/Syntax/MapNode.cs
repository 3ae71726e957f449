namespace HotPath.Components.Ottl.Syntax;

/// <summary>A map.</summary>
internal sealed record MapNode(int Offset, IReadOnlyList<(byte[] Key, Node Value)> Pairs) : Node(Offset);
