namespace HotPath.Components.Ottl.Syntax;

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters as written.</param>
/// <param name="Offset">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset)
{
    /// <summary>True for this operator, punctuation or word.</summary>
    public bool Is(string word) => Kind is TokenKind.Mark or TokenKind.Name && Text == word;

    /// <summary>How messages show it.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"\"{(Text.Length > 40 ? Text[..40] + "…" : Text)}\"";
}
