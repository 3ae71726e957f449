namespace HotPath.Components.Ottl.Syntax;

/// <summary>A segment of a path: a name and the keys behind it.</summary>
internal sealed record PathSegment(int Offset, string Name, IReadOnlyList<Node> Keys);
