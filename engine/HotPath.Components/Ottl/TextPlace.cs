namespace HotPath.Components.Ottl;

/// <summary>A place in a statement.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
internal readonly record struct TextPlace(int Line, int Column)
{
    /// <summary>The place of an offset in a text.</summary>
    public static TextPlace Of(string text, int offset)
    {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return new TextPlace(line, offset - start + 1);
    }
}
