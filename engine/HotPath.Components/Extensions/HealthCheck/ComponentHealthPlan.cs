namespace HotPath.Components.Extensions.HealthCheck;

/// <summary><c>component_health</c>: which errors of components make the gateway unhealthy.</summary>
/// <param name="IncludePermanent">Permanent errors do.</param>
/// <param name="IncludeRecoverable">Recoverable errors do that last longer than <paramref name="RecoveryDuration"/>.</param>
/// <param name="RecoveryDuration">How long a recoverable error may last.</param>
public sealed record ComponentHealthPlan(bool IncludePermanent, bool IncludeRecoverable, TimeSpan RecoveryDuration)
{
    /// <summary>No error does.</summary>
    public static ComponentHealthPlan None { get; } = new(false, false, TimeSpan.FromMinutes(5));

    /// <summary>True if, of both kinds of error, the recoverable one decides, and so is the one to tell.</summary>
    public bool RecoverableFirst => IncludeRecoverable && !IncludePermanent;
}
