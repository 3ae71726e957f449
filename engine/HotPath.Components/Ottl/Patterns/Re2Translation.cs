namespace HotPath.Components.Ottl.Patterns;

/// <summary>A pattern of RE2's, understood.</summary>
/// <param name="Text">The same in .NET's syntax.</param>
/// <param name="Names">The names of its groups in their order; null for one without a name.</param>
/// <param name="Shape">What a text must hold that it is found in.</param>
internal sealed record Re2Translation(string Text, IReadOnlyList<string?> Names, PieceShape Shape);
