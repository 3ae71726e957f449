using HotPath.Components.Extensions.HealthCheck;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// All that a <c>health_check</c> extension answers over HTTP: the Collector's answers of its first or second version, and <c>/ready</c>
/// beside them, unless the configuration gives that path to something else.
/// </summary>
public sealed class HealthCheckPage : IAdminPage
{
    private readonly Dictionary<string, IAdminPage> _byPath = new(StringComparer.Ordinal);
    private readonly IAdminPage? _others;

    /// <summary>Makes the pages that the plan asks for.</summary>
    public HealthCheckPage(HealthCheckPlan plan, GatewayFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.V2 is null)
        {
            _others = new HealthPage(plan, facts);
            _byPath[plan.Path] = _others;
        }
        else
        {
            Add(plan.V2.StatusPath, new StatusPage(plan.V2, facts));
            Add(plan.V2.ConfigPath, new ConfigPage(facts));
        }

        Add(HealthCheckPlan.ReadyPath, new ReadyPage(facts));
    }

    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IAdminPage? page = _byPath.GetValueOrDefault(request.Request.Path.Value ?? "/", _others!);
        return page?.AnswerAsync(request) ?? AdminAnswer.NotFoundAsync(request);
    }

    private void Add(string? path, IAdminPage page)
    {
        if (path is not null)
        {
            _byPath.TryAdd(path, page);
        }
    }
}
