using HotPath.Engine.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin;

/// <summary><c>/metrics</c> for Prometheus: written into the response's pooled buffers when it is asked for.</summary>
/// <param name="registry">The metrics.</param>
/// <param name="options">How names are written.</param>
/// <param name="resource">The labels of <c>target_info</c>.</param>
/// <param name="version">This build's version.</param>
public sealed class MetricsPage(
    MetricRegistry registry, ExpositionOptions options, IReadOnlyList<KeyValuePair<string, string>> resource, string version) : IAdminPage
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <inheritdoc/>
    public async Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Request.Path != "/metrics")
        {
            await AdminAnswer.NotFoundAsync(request);
            return;
        }

        request.Response.ContentType = ContentType;
        if (!HttpMethods.IsHead(request.Request.Method))
        {
            Write(request.Response);
            await FlushAsync(request);
        }
    }

    private void Write(HttpResponse response)
    {
        try
        {
            registry.Write(response.BodyWriter, options, resource, version);
        }
        catch
        {
            registry.CountGatheringError();
            throw;
        }
    }

    private async Task FlushAsync(HttpContext request)
    {
        try
        {
            await request.Response.BodyWriter.FlushAsync(request.RequestAborted);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            registry.CountEncodingError();
            throw;
        }
    }
}
