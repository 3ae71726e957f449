using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>
/// What each tenant of a <c>memory_limiter</c> may hold (<c>hotpath::tenants</c>). A tenant is who says the same under one key.
/// </summary>
/// <param name="Key">The key: a header's or gRPC metadata's name.</param>
/// <param name="LimitBytes">The most that one may hold; 0 for the percentage.</param>
/// <param name="LimitPercentage">The same, of what the gate lets in; 0 for half of what one sending queue may hold in memory.</param>
/// <param name="MaxTenants">Tenants that have an account of their own; all others share one.</param>
public sealed record TenantsPlan(MetadataKeys Key, long LimitBytes, int LimitPercentage, int MaxTenants)
{
    /// <summary>
    /// The share of one tenant when the file names none, in percent of what one sending queue may hold: less than all of it, so that
    /// none fills
    /// a queue that the others need.
    /// </summary>
    public const int DefaultQueuePercentage = 50;

    /// <summary>The tenants with an account of their own when the file names no number.</summary>
    public const int DefaultMaxTenants = 1000;

    /// <summary>The most that may be asked for.</summary>
    public const int MostTenants = 20_000;
}
