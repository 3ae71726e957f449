using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// <c>/ready</c>: 200 while telemetry would be taken, 503 and why while it would not. For readiness probes and load balancers; not for
/// liveness, since a gateway that is full holds data.
/// </summary>
internal sealed class ReadyPage(GatewayFacts facts) : IAdminPage
{
    /// <inheritdoc/>
    public Task AnswerAsync(HttpContext request)
    {
        Readiness readiness = Readiness.Of(facts);
        request.Response.StatusCode = readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return AdminAnswer.TextAsync(request, "application/json", Json(readiness));
    }

    private static string Json(Readiness readiness)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, AdminAnswer.Json))
        {
            json.WriteStartObject();
            json.WriteString("status", readiness.IsReady ? "ready" : "not ready");
            if (readiness.Reasons.Count > 0)
            {
                json.WriteStartArray(readiness.IsReady ? "refusing" : "reasons");
                foreach (string reason in readiness.Reasons)
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
