namespace HotPath.Repository.Tests.Source;

/// <summary>A C# file as the rules see it.</summary>
internal sealed class CSharpFile
{
    public CSharpFile(string name, string text)
    {
        Name = name;
        Text = text;
        Code = CSharpBlanks.Of(text);
    }

    /// <summary>Its name from the root.</summary>
    public string Name { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>Its text with comments, strings and characters blanked: as long as <see cref="Text"/>, with the same lines.</summary>
    public string Code { get; }

    /// <summary>Its lines, without a last empty one.</summary>
    public int Lines => Text.TrimEnd('\n').Split('\n').Length;

    /// <summary>The line, from 1, of a position in the text.</summary>
    public int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;
}
