namespace HotPath.Components.Ottl.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>The statement's end.</summary>
    End,

    /// <summary><c>0x…</c></summary>
    Bytes,

    /// <summary>A number with a point.</summary>
    Double,

    /// <summary>A number without.</summary>
    Int,

    /// <summary>A string in double quotes.</summary>
    Text,

    /// <summary>A name that begins with a lower-case letter: a path's segment, an editor, a word of the language.</summary>
    Name,

    /// <summary>A name that begins with an upper-case letter: a converter or an enum.</summary>
    UpperName,

    /// <summary>An operator or punctuation: <see cref="Token.Text"/> has it.</summary>
    Mark,
}
