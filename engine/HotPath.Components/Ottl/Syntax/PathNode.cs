namespace HotPath.Components.Ottl.Syntax;

/// <summary>A path.</summary>
internal sealed record PathNode(int Offset, IReadOnlyList<PathSegment> Segments) : Node(Offset);
