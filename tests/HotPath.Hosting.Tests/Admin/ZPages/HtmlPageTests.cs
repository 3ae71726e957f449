using System.Xml.Linq;
using HotPath.Hosting.Admin.ZPages;

namespace HotPath.Hosting.Tests.Admin.ZPages;

public sealed class HtmlPageTests
{
    [Fact]
    public void Page_HostileTexts_AreTexts()
    {
        const string Hostile = "<script>alert('1')</script>&\"\u0007";
        var page = new HtmlPage(Hostile, [("/a?b=1&c=\"2\"", Hostile)]);
        page.Heading(Hostile);
        page.Text(new HtmlCell(Hostile, "javascript\">", "bad"));
        page.Table([Hostile], [[Hostile, 12_345]]);
        page.Table(["a", "b"], []);
        string html = page.End();

        html.ShouldNotContain("<script");
        XDocument parsed = XDocument.Parse(html.Replace("&#x7;", "", StringComparison.Ordinal));
        parsed.Descendants("h2").Single().Value.ShouldBe(Hostile[..^1]);
        parsed.Descendants("nav").Single().Element("a")!.Attribute("href")!.Value.ShouldBe("/a?b=1&c=\"2\"");
        parsed.Descendants("td").Select(static td => td.Value).ShouldBe([Hostile[..^1], "12,345", "none"]);
        parsed.Descendants("span").Single().Attribute("class")!.Value.ShouldBe("bad");
    }
}
