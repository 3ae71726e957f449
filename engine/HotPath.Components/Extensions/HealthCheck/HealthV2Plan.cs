using HotPath.Components.Extensions.Shared;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>What <c>use_v2: true</c> serves instead of the first version.</summary>
/// <param name="Health">Which errors make the gateway unhealthy.</param>
/// <param name="Grpc">The server of grpc.health.v1; null without one.</param>
public sealed record HealthV2Plan(ComponentHealthPlan Health, AdminServerPlan? Grpc)
{
    /// <summary>The path of the status; null if it is off.</summary>
    public string? StatusPath { get; init; }

    /// <summary>True if the status tells of each component, too, whether asked or not.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>True if it tells attributes of components.</summary>
    public bool IncludesAttributes { get; init; }

    /// <summary>The path of the configuration; null if it is off.</summary>
    public string? ConfigPath { get; init; }
}
