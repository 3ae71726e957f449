using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Config;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// The Collector's health answers, first version: 200 from when everything listens until the gateway is asked to stop, else 503. Its Go
/// template writes times as RFC 3339 with as many decimals as are needed, and durations as Go does.
/// </summary>
public sealed class HealthPage(HealthCheckPlan plan, GatewayFacts facts) : IAdminPage
{
    private const string Never = "0001-01-01T00:00:00Z";
    private const string NotAvailable = $$"""{"status":"Server not available","upSince":"{{Never}}","uptime":""}""";

    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Serves(request.Request.Path.Value ?? "/"))
        {
            return AdminAnswer.NotFoundAsync(request);
        }

        UpSince? up = facts.Up;
        request.Response.StatusCode = up is not null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return plan.Body is { } body
            ? AdminAnswer.TextAsync(request, "text/plain; charset=utf-8", up is not null ? body.Healthy : body.Unhealthy)
            : AdminAnswer.TextAsync(request, "application/json", up is not null ? Available(up) : NotAvailable);
    }

    private string Available(UpSince up)
    {
        string uptime = GoDuration.Format(facts.Time.GetElapsedTime(up.Timestamp));
        return $$"""{"status":"Server available","upSince":"{{AdminTime.Rfc3339(up.Time)}}","uptime":"{{uptime}}"}""";
    }

    /// <summary>As Go's ServeMux: a pattern that ends in a slash stands for all below it.</summary>
    private bool Serves(string path) =>
        path == plan.Path || (plan.Path.EndsWith('/') && path.StartsWith(plan.Path, StringComparison.Ordinal));
}
