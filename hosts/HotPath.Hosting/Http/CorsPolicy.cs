using System.Globalization;
using HotPath.Components.Receivers.Otlp;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>
/// Says which web pages may send (Fetch standard, section 3.2), as the Collector's CORS library does. A request that is not allowed is
/// served all the same: without the headers, the browser keeps the answer from the page. Immutable.
/// </summary>
internal sealed class CorsPolicy(CorsPlan plan)
{
    private const string Any = "*";
    private const string PreflightVary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    private static readonly string[] Methods = ["GET", "POST", "HEAD"];

    private readonly bool _anyOrigin = plan.AllowedOrigins.Contains(Any);
    private readonly bool _anyHeader = plan.AllowedHeaders.Contains(Any);
    private readonly string? _exposed = plan.ExposedHeaders.Count == 0 ? null : string.Join(", ", plan.ExposedHeaders);
    private readonly string? _maxAge = plan.MaxAgeSeconds == 0 ? null : plan.MaxAgeSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Adds the headers that let a page's browser go on; true if that was a preflight request, which is answered with this.
    /// </summary>
    public bool Answer(IFeatureCollection features)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.AccessControlRequestMethod.ToString().Length == 0)
        {
            response.Headers.Append("Vary", "Origin");
            if (Methods.Contains(request.Method) && AllowOrigin(request, response) && _exposed is not null)
            {
                response.Headers.AccessControlExposeHeaders = _exposed;
            }

            return false;
        }

        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Append("Vary", PreflightVary);
        string headers = request.Headers.AccessControlRequestHeaders.ToString();
        string method = request.Headers.AccessControlRequestMethod.ToString();
        if (Methods.Contains(method) && AllowsHeaders(headers) && AllowOrigin(request, response))
        {
            response.Headers.AccessControlAllowMethods = method;
            if (headers.Length > 0)
            {
                response.Headers.AccessControlAllowHeaders = headers;
            }

            if (_maxAge is not null)
            {
                response.Headers.AccessControlMaxAge = _maxAge;
            }
        }

        return true;
    }

    private bool AllowOrigin(IHttpRequestFeature request, IHttpResponseFeature response)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || !AllowsOrigin(origin))
        {
            return false;
        }

        response.Headers.AccessControlAllowOrigin = _anyOrigin ? Any : origin;
        response.Headers.AccessControlAllowCredentials = "true";
        return true;
    }

    private bool AllowsOrigin(string origin)
    {
        foreach (string allowed in plan.AllowedOrigins)
        {
            int star = allowed.IndexOf('*', StringComparison.Ordinal);
            if (star < 0 ? string.Equals(origin, allowed, StringComparison.OrdinalIgnoreCase)
                : origin.Length >= allowed.Length - 1
                && origin.StartsWith(allowed[..star], StringComparison.OrdinalIgnoreCase)
                && origin.EndsWith(allowed[(star + 1)..], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool AllowsHeaders(string requested) =>
        _anyHeader || requested.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .All(name => plan.AllowedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase));
}
