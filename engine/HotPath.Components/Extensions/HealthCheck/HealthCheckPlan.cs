using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>The validated settings of one <c>health_check</c> extension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Http">Its HTTP server; null if the second version has none.</param>
/// <param name="Path">The path that answers; one that ends in a slash answers for everything below it, too. First version only.</param>
/// <param name="Body">What is answered instead of JSON; null for JSON. First version only.</param>
public sealed record HealthCheckPlan(ComponentId Id, AdminServerPlan? Http, string Path, HealthBodyPlan? Body) : ExtensionPlan(Id)
{
    /// <summary>Where <c>/ready</c> is answered, beside the Collector's paths.</summary>
    public const string ReadyPath = "/ready";

    /// <summary>The second version, with <c>use_v2</c>; null for the first.</summary>
    public HealthV2Plan? V2 { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners =>
        [.. new[] { Http, V2?.Grpc }.OfType<AdminServerPlan>().Select(static server => server.Address)];
}
