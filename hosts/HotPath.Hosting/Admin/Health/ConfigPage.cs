using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>The configuration at work, composed and without secrets, as JSON; 503 before there is one.</summary>
internal sealed class ConfigPage(GatewayFacts facts) : IAdminPage
{
    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        if (facts.Now is { } now)
        {
            return AdminAnswer.TextAsync(request, "application/json", now.Plan.ConfigJson());
        }

        request.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}
