using HotPath.Components.Extensions.ZPages;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>All that a <c>zpages</c> extension answers.</summary>
public sealed class ZPagesPage : IAdminPage
{
    private const string Index = "/debug/";
    private const string Variables = "/debug/expvarz";

    private readonly GatewayFacts _facts;
    private readonly IZPage[] _pages;
    private readonly (string Path, string Name)[] _links;
    private readonly bool _showsVariables;

    /// <summary>Makes the pages.</summary>
    public ZPagesPage(ZPagesPlan plan, GatewayFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _facts = facts;
        _showsVariables = plan.ShowsVariables;
        _pages =
        [
            new ServicePage(facts), new PipelinesPage(facts), new ExtensionsPage(facts), new FeaturesPage(), new TracesPage(facts),
            new LedgerPage(),
        ];
        _links = [(Index, "index"), .. _pages.Select(static p => (p.Path, p.Title))];
        _links = _showsVariables ? [.. _links, (Variables, "Variables")] : _links;
    }

    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IHeaderDictionary headers = request.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        string path = request.Request.Path.Value ?? "/";
        if (_facts.Now is not { } now)
        {
            request.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return AdminAnswer.TextAsync(request, "text/plain; charset=utf-8", "the gateway is starting\n");
        }

        if (path == LedgerPage.At && LedgerJson.IsAskedFor(request.Request))
        {
            return AdminAnswer.TextAsync(request, "application/json", LedgerJson.Write(now));
        }

        if (path == Variables && _showsVariables)
        {
            return AdminAnswer.TextAsync(request, "application/json; charset=utf-8", ProcessVariables.Write(_facts));
        }

        return Array.Find(_pages, p => p.Path == path) is { } page ? PageAsync(request, page, now)
            : path is "/" or "/debug" or Index ? IndexAsync(request)
            : AdminAnswer.NotFoundAsync(request);
    }

    private Task PageAsync(HttpContext request, IZPage page, GatewaySnapshot now)
    {
        var html = new HtmlPage(page.Title, _links);
        page.Write(html, now, request.Request.Query);
        return AdminAnswer.TextAsync(request, "text/html; charset=utf-8", html.End());
    }

    private Task IndexAsync(HttpContext request)
    {
        var html = new HtmlPage("HotPath", _links);
        html.Table(["page"], _links.Skip(1).Select(static link => (HtmlCell[])[new HtmlCell($"{link.Name} ({link.Path})", link.Path)]));
        return AdminAnswer.TextAsync(request, "text/html; charset=utf-8", html.End());
    }
}
