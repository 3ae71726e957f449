using HotPath.Components.Extensions.HealthCheck;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// The Collector's health answers, second version: each component's status, or with <c>?pipeline=</c> those of one pipeline; each
/// component's with <c>?verbose</c> or where the configuration says so.
/// </summary>
internal sealed class StatusPage(HealthV2Plan plan, GatewayFacts facts) : IAdminPage
{
    private readonly HealthJudge _judge = new(plan.Health, facts.Time);

    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        string scope = request.Request.Query["pipeline"].ToString();
        if (StatusReport.Of(facts, scope, _judge.RecoverableFirst) is not { } status)
        {
            request.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        request.Response.StatusCode = _judge.HttpStatus(status.Event);
        bool isVerbose = plan.IsVerbose || request.Request.Query.ContainsKey("verbose");
        var json = new StatusJson(_judge, isVerbose, plan.IncludesAttributes);
        return AdminAnswer.TextAsync(request, "application/json", json.Write(status, facts.Started));
    }
}
