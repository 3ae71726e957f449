using System.Globalization;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Config;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin;

/// <summary>
/// The Collector's health answers, first version: 200 from <see cref="Ready"/> to <see cref="Stopping"/>, else 503. Its Go template writes times as
/// RFC 3339 with as many decimals as are needed, and durations as Go does.
/// </summary>
public sealed class HealthPage(HealthCheckPlan plan, TimeProvider time) : IAdminPage
{
    private const string Never = "0001-01-01T00:00:00Z";

    private volatile UpSince? _up;

    /// <summary>Everything listens.</summary>
    public void Ready() => _up = new UpSince(time.GetLocalNow(), time.GetTimestamp());

    /// <summary>The gateway was asked to stop.</summary>
    public void Stopping() => _up = null;

    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Serves(request.Request.Path.Value ?? "/"))
        {
            return AdminAnswer.NotFoundAsync(request);
        }

        UpSince? up = _up;
        request.Response.StatusCode = up is not null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return plan.Body is { } body
            ? AdminAnswer.TextAsync(request, "text/plain; charset=utf-8", up is not null ? body.Healthy : body.Unhealthy)
            : AdminAnswer.TextAsync(request, "application/json", up is not null ? Available(up) : NotAvailable);
    }

    private const string NotAvailable = $$"""{"status":"Server not available","upSince":"{{Never}}","uptime":""}""";

    private string Available(UpSince up) =>
        $$"""{"status":"Server available","upSince":"{{Rfc3339(up.Time)}}","uptime":"{{GoDuration.Format(time.GetElapsedTime(up.Timestamp))}}"}""";

    /// <summary>As Go's ServeMux: a pattern that ends in a slash stands for all below it.</summary>
    private bool Serves(string path) =>
        path == plan.Path || (plan.Path.EndsWith('/') && path.StartsWith(plan.Path, StringComparison.Ordinal));

    private static string Rfc3339(DateTimeOffset at)
    {
        string text = at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (at.Offset == TimeSpan.Zero ? "Z" : at.ToString("zzz", CultureInfo.InvariantCulture));
    }

    /// <summary>When it became ready, by the wall and by the clock that never jumps.</summary>
    private sealed record UpSince(DateTimeOffset Time, long Timestamp);
}
