namespace HotPath.Components.Extensions.HealthCheck;

/// <summary><c>response_body</c>: raw texts.</summary>
/// <param name="Healthy">Sent with 200.</param>
/// <param name="Unhealthy">Sent with 503.</param>
public sealed record HealthBodyPlan(string Healthy, string Unhealthy);
