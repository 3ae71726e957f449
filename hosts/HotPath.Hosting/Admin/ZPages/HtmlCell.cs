using System.Globalization;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>A cell of a page's table.</summary>
/// <param name="Text">Its text, not escaped yet.</param>
/// <param name="Link">Where it leads; null for nowhere.</param>
/// <param name="Kind">How it looks: <c>number</c>, <c>good</c>, <c>bad</c>; empty for plain text.</param>
internal readonly record struct HtmlCell(string Text, string? Link = null, string Kind = "")
{
    /// <summary>A text.</summary>
    public static implicit operator HtmlCell(string text) => new(text);

    /// <summary>A number.</summary>
    public static implicit operator HtmlCell(long number) => new(number.ToString("N0", CultureInfo.InvariantCulture), Kind: "number");
}
