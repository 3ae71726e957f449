using System.Xml.Linq;
using HotPath.LoadTests.Reports;

namespace HotPath.LoadTests.Tests.Reports;

public sealed class ChartsTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Charts_Always_AreWellFormedAndForBothGrounds()
    {
        IReadOnlyDictionary<string, string> charts =
            Charts.Draw([SampleResults.Throughput, SampleResults.Paced, SampleResults.Soak]);

        charts.Keys.Order().ShouldBe(["cpu.svg", "memory.svg", "paced.svg", "soak.svg"]);
        foreach (string chart in charts.Values)
        {
            XElement root = XDocument.Parse(chart).Root!;
            root.Name.ShouldBe(Svg + "svg");
            root.Element(Svg + "style")!.Value.ShouldContain("prefers-color-scheme: dark");
        }
    }

    [Fact]
    public void Bars_Always_AreAsLongAsTheirValues()
    {
        var chart = XDocument.Parse(BarChart.Write("t", [new BarGroup("g", [("a", 10), ("b", 5), ("c", double.NaN)])], "F0"));

        double[] widths = [.. chart.Descendants(Svg + "rect").Select(bar => (double)bar.Attribute("width")!)];
        (widths[0] / widths[1]).ShouldBe(2, 0.01);
        widths[2].ShouldBe(0);
        chart.Descendants(Svg + "text").Select(text => text.Value).ShouldContain("not measured");
    }

    [Fact]
    public void Bars_ToTheirGroupsOwnScale_FillTheWidthInEachGroup()
    {
        BarGroup[] groups = [new("g", [("a", 10), ("b", 5)]), new("h", [("c", 1000)])];

        var chart = XDocument.Parse(BarChart.Write("t", groups, "F0", toOwnScale: true));

        double[] widths = [.. chart.Descendants(Svg + "rect").Select(bar => (double)bar.Attribute("width")!)];
        widths[0].ShouldBe(widths[2]);
        (widths[0] / widths[1]).ShouldBe(2, 0.01);
    }

    [Fact]
    public void Labels_WithMarkup_AreText() => XDocument.Parse(Charts.Draw([SampleResults.Throughput])["cpu.svg"])
        .Descendants(Svg + "text").Select(text => text.Value).ShouldContain("Pass-through <512> & more");
}
