using HotPath.Engine.Config;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Admin;

/// <summary>What Kestrel calls for each request of an <see cref="AdminHost"/>.</summary>
/// <param name="page">What is answered.</param>
/// <param name="headers">Headers that go with every answer.</param>
internal sealed class AdminApplication(IAdminPage page, IReadOnlyList<KeyValuePair<string, Opaque>> headers) : IHttpApplication<HttpContext>
{
    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpContext context)
    {
        foreach ((string name, Opaque value) in headers)
        {
            context.Response.Headers[name] = value.Secret;
        }

        return page.AnswerAsync(context);
    }

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing outlives a request.
    }
}
