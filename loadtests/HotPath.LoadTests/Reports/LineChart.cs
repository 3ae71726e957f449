using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>Memory over time.</summary>
internal static class LineChart
{
    private const int Width = 760;
    private const int Height = 240;
    private const int Left = 60;
    private const int Top = 34;
    private const int Bottom = 210;

    public static string Write(string title, IReadOnlyList<MemorySample> samples)
    {
        double lastSecond = Math.Max(samples[^1].Seconds, 1e-9);
        double highest = Math.Max(samples.Max(sample => sample.Mebibytes), 1e-9);
        double x(double seconds) => Left + (seconds / lastSecond * (Width - Left - 20));
        double y(double mebibytes) => Bottom - (mebibytes / highest * (Bottom - Top));
        var svg = new SvgText(title, Width, Height);
        svg.Line([(Left, Top), (Left, Bottom), (Width - 20, Bottom)], "axis");
        svg.Line(samples.Select(sample => (x(sample.Seconds), y(sample.Mebibytes))), "line");
        svg.Text(Left - 6, Top + 10, $"{highest:F0} MiB", "end");
        svg.Text(Left - 6, Bottom, "0", "end");
        svg.Text(Width - 20, Bottom + 18, $"{lastSecond:F0} s", "end");
        return svg.End();
    }
}
