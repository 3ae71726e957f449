using System.Text;
using System.Text.Encodings.Web;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>One page, plain and by itself: nothing of it comes from elsewhere, and every text is escaped.</summary>
internal sealed class HtmlPage
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:14px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:80rem;padding:0 1rem}"
        + "nav a{margin-right:1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:1.6rem}.scroll{overflow-x:auto}"
        + "table{border-collapse:collapse;min-width:30rem}"
        + "th,td{border-bottom:1px solid #8886;padding:.25rem .7rem;text-align:left;vertical-align:top}"
        + "th{white-space:nowrap}.number{text-align:right;font-variant-numeric:tabular-nums}"
        + ".good{color:light-dark(#0a6b2b,#6fd08c)}.bad{color:light-dark(#b3261e,#ff8a80);font-weight:600}";

    private readonly StringBuilder _html = new();

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="links">The other pages: where, and what they are called.</param>
    public HtmlPage(string title, IEnumerable<(string Path, string Name)> links)
    {
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        _html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        _html.Append($"<title>{Escape(title)}</title><style>{Style}</style></head>\n<body><nav>");
        foreach ((string path, string name) in links)
        {
            _html.Append($"<a href=\"{Escape(path)}\">{Escape(name)}</a> ");
        }

        _html.Append($"</nav>\n<h1>{Escape(title)}</h1>\n");
    }

    /// <summary>A heading below the title.</summary>
    public void Heading(string text) => _html.Append($"<h2>{Escape(text)}</h2>\n");

    /// <summary>A paragraph.</summary>
    public void Text(HtmlCell text) => _html.Append($"<p>{Inline(text)}</p>\n");

    /// <summary>A table; a line that says so where there are no rows.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<HtmlCell>> rows)
    {
        _html.Append("<div class=\"scroll\"><table><thead><tr>");
        foreach (string name in head)
        {
            _html.Append($"<th>{Escape(name)}</th>");
        }

        _html.Append("</tr></thead>\n<tbody>");
        bool any = false;
        foreach (IReadOnlyList<HtmlCell> row in rows)
        {
            any = true;
            _html.Append("<tr>");
            foreach (HtmlCell cell in row)
            {
                _html.Append($"<td{(cell.Kind == "number" ? " class=\"number\"" : "")}>{Inline(cell)}</td>");
            }

            _html.Append("</tr>\n");
        }

        _html.Append(any ? "" : $"<tr><td colspan=\"{head.Count}\">none</td></tr>");
        _html.Append("</tbody></table></div>\n");
    }

    /// <summary>A table of names and values.</summary>
    public void Properties(params ReadOnlySpan<(string Name, HtmlCell Value)> properties)
    {
        var rows = new List<IReadOnlyList<HtmlCell>>();
        foreach ((string name, HtmlCell value) in properties)
        {
            rows.Add([name, value]);
        }

        Table(["", ""], rows);
    }

    /// <summary>The whole page.</summary>
    public string End() => _html.Append("</body></html>\n").ToString();

    private static string Inline(HtmlCell cell)
    {
        string text = Escape(cell.Text);
        text = cell.Kind is "good" or "bad" ? $"<span class=\"{cell.Kind}\">{text}</span>" : text;
        return cell.Link is { } link ? $"<a href=\"{Escape(link)}\">{text}</a>" : text;
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
