namespace HotPath.Components.Ottl.Syntax;

/// <summary>A piece of a parsed statement, and where it begins.</summary>
internal abstract record Node(int Offset);
