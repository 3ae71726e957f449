namespace HotPath.Components.Ottl.Syntax;

/// <summary>An argument of a call.</summary>
/// <param name="Name">Its name, if it was written with one.</param>
/// <param name="Value">Its value.</param>
internal sealed record ArgumentNode(string? Name, Node Value);
