namespace HotPath.LoadTests.Reports;

/// <summary>Horizontal bars in groups.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int Left = 150;
    private const int Right = 90;
    private const int Row = 22;
    private const int Colours = 4;

    /// <summary>Draws them.</summary>
    /// <param name="title">What is measured, with its unit.</param>
    /// <param name="groups">What to draw; values at least 0.</param>
    /// <param name="format">How a value is written at its bar's end.</param>
    /// <param name="toOwnScale">True where bars are to be compared within their group only: each group's longest then fills the
    /// width.</param>
    public static string Write(string title, IReadOnlyList<BarGroup> groups, string format, bool toOwnScale = false)
    {
        int height = 34 + groups.Sum(group => Row * (group.Bars.Count + 1)) + 8;
        double highest = Highest(groups);
        var svg = new SvgText(title, Width, height);
        int y = 34;
        foreach (BarGroup group in groups)
        {
            svg.Text(0, y + 15, group.Label);
            y += Row;
            highest = toOwnScale ? Highest([group]) : highest;
            for (int i = 0; i < group.Bars.Count; i++, y += Row)
            {
                (string label, double value) = group.Bars[i];
                double width = highest > 0 && double.IsFinite(value) ? value / highest * (Width - Left - Right) : 0;
                svg.Text(Left - 8, y + 14, label, "end");
                svg.Bar(Left, y + 2, width, Row - 6, i % Colours);
                svg.Text(Left + width + 6, y + 14, double.IsFinite(value) ? value.ToString(format, null) : "not measured");
            }
        }

        return svg.End();
    }

    private static double Highest(IReadOnlyList<BarGroup> groups) =>
        groups.SelectMany(group => group.Bars).Select(bar => bar.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max();
}
