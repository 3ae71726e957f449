using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>One of the pages. Stateless; asked for each request.</summary>
internal interface IZPage
{
    /// <summary>Where it is.</summary>
    string Path { get; }

    /// <summary>Its title, and what links call it.</summary>
    string Title { get; }

    /// <summary>Writes it.</summary>
    /// <param name="page">The page, begun.</param>
    /// <param name="now">The plan at work.</param>
    /// <param name="query">What was asked for.</param>
    void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query);
}
