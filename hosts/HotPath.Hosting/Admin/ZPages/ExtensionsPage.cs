using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Admin.Health;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary><c>extensionz</c>: the extensions that run; one with <c>zextensionname</c>.</summary>
internal sealed class ExtensionsPage(GatewayFacts facts) : IZPage
{
    private const string NameKey = "zextensionname";

    /// <inheritdoc/>
    public string Path => "/debug/extensionz";

    /// <inheritdoc/>
    public string Title => "Extensions";

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query)
    {
        StatusNode? all = StatusReport.Of(facts, StatusReport.Extensions, recoverableFirst: false);
        string prefix = "extension:";
        (string Name, StatusEvent Status)[] rows = [.. (all?.Components ?? []).Select(c => (c.Key[prefix.Length..], c.Value.Event))];
        page.Table(
            ["FullName", "Status", "Listens on"],
            rows.Select(row => (HtmlCell[])
            [
                new HtmlCell(row.Name, $"{Path}?{NameKey}={Uri.EscapeDataString(row.Name)}"),
                StatusCells.Of(row.Status),
                string.Join(", ", now.Extensions
                    .Where(e => e.Key.ToString() == row.Name)
                    .SelectMany(static e => e.Value)
                    .SelectMany(static h => h.Endpoints)),
            ]));
        string asked = query[NameKey].ToString();
        foreach ((string name, StatusEvent status) in rows.Where(row => row.Name == asked))
        {
            page.Heading($"extension: {name}");
            page.Table(["", "Status", "Since", "Error"], [StatusCells.RowOf(name, status)]);
        }
    }
}
