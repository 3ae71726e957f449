using System.Globalization;
using System.Net;
using System.Text;

namespace HotPath.LoadTests.Reports;

/// <summary>Writes an SVG picture that can be read on light and on dark ground.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public SvgText(string title, int width, int height)
    {
        string escaped = WebUtility.HtmlEncode(title);
        _text.Append("""<svg xmlns="http://www.w3.org/2000/svg" """);
        _text.Append(CultureInfo.InvariantCulture, $"""viewBox="0 0 {width} {height}" width="{width}" height="{height}" """);
        _text.AppendLine(CultureInfo.InvariantCulture, $"""role="img" aria-label="{escaped}">""");
        _text.AppendLine(
            """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #24292f; }
              .title { font-weight: 600; font-size: 15px; }
              .end { text-anchor: end; }
              .axis { stroke: #8c959f; stroke-width: 1; fill: none; }
              .line { stroke: #2f81f7; stroke-width: 1.5; fill: none; }
              .c0 { fill: #2f81f7; } .c1 { fill: #8c959f; } .c2 { fill: #bf8700; } .c3 { fill: #1a7f64; }
              @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .axis { stroke: #6e7681; } }
            </style>
            """);
        Text(0, 18, title, "title");
    }

    public void Text(double x, double y, string text, string style = "") => _text.AppendLine(
        CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" class="{style}">{WebUtility.HtmlEncode(text)}</text>""");

    public void Bar(double x, double y, double width, double height, int colour) => _text.AppendLine(
        CultureInfo.InvariantCulture,
        $"""<rect x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" rx="2" class="c{colour}"/>""");

    public void Line(IEnumerable<(double X, double Y)> points, string style)
    {
        string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        _text.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" class="{style}"/>""");
    }

    /// <summary>The whole picture.</summary>
    public string End() => _text + "</svg>\n";
}
