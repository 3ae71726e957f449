namespace HotPath.Components.Ottl.Formatting;

/// <summary>A piece of a time's format: a directive, or text as it is.</summary>
/// <param name="Kind">The directive's letter (<c>%Y</c> is Y), <c>'</c> for text; see <see cref="TimeFormat"/> for the letters of its
/// own.</param>
/// <param name="Text">The text.</param>
internal readonly record struct TimeToken(char Kind, string Text);
