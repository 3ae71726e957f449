using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Admin.Health;

/// <summary>What a status means for who asks, by <c>component_health</c> (contrib/internal/healthcheck).</summary>
internal sealed class HealthJudge(ComponentHealthPlan plan, TimeProvider time)
{
    /// <summary>True if a recoverable error says more than a permanent one.</summary>
    public bool RecoverableFirst => plan.RecoverableFirst;

    /// <summary>True unless the configuration says that such a status is not healthy.</summary>
    public bool IsHealthy(StatusEvent status) => status.Status switch
    {
        ComponentStatus.PermanentError => !plan.IncludePermanent,
        ComponentStatus.RecoverableError when plan.IncludeRecoverable => time.GetUtcNow() < status.At + plan.RecoveryDuration,
        _ => status.Status != ComponentStatus.FatalError,
    };

    /// <summary>The HTTP status of an answer.</summary>
    public int HttpStatus(StatusEvent status) =>
        !IsHealthy(status) ? 500
        : status.Status is ComponentStatus.Ok or ComponentStatus.RecoverableError or ComponentStatus.PermanentError ? 200
        : 503;

    /// <summary>Whether gRPC's health service says SERVING.</summary>
    public bool IsServing(StatusEvent status) => HttpStatus(status) == 200;
}
