using HotPath.Engine.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin;

/// <summary><c>/metrics</c> for Prometheus: written into the response's pooled buffers when it is asked for.</summary>
/// <param name="registry">The metrics to begin with.</param>
/// <param name="options">How names are written.</param>
/// <param name="resource">The labels of <c>target_info</c>.</param>
/// <param name="version">This build's version.</param>
public sealed class MetricsPage(
    MetricRegistry registry, ExpositionOptions options, IReadOnlyList<KeyValuePair<string, string>> resource, string version) : IAdminPage
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private volatile MetricRegistry _registry = registry;

    /// <summary>Answers from another registry from here, as after a reload.</summary>
    public void Use(MetricRegistry next) => _registry = next;

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
            _registry.Write(response.BodyWriter, options, resource, version);
        }
        catch
        {
            _registry.CountGatheringError();
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
            _registry.CountEncodingError();
            throw;
        }
    }
}
