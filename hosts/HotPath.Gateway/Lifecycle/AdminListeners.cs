using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.Shared;
using HotPath.Components.Extensions.ZPages;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Cli;
using HotPath.Gateway.Reload;
using HotPath.Hosting.Admin;
using HotPath.Hosting.Admin.Health;
using HotPath.Hosting.Admin.ZPages;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>
/// Makes what listens for those who run the gateway: metrics readers, then extensions, in their order. They start before every receiver and
/// stop after the drain, so that a stop can be watched.
/// </summary>
internal sealed class AdminListeners(ProcessResource resource, GatewayFacts facts, ILoggerFactory logs)
{
    /// <summary>The extensions of a plan that have listeners.</summary>
    public static IEnumerable<ExtensionPlan> Of(GatewayPlan plan) =>
        plan.Extensions.Where(static e => e is not (GateExtensionPlan or StoragePlan or AuthExtensionPlan));

    /// <summary>A listener for each metrics reader.</summary>
    public IReadOnlyList<AdminListener> ForMetrics(GatewayPlan plan, MetricRegistry metrics) =>
        [.. plan.Telemetry.Metrics.Readers.Select(reader => new AdminListener(
            "the metrics reader",
            new AdminServerPlan(reader.Address, reader.Path),
            new MetricsPage(metrics, reader.Options, resource.Labels, VersionAction.Version),
            "Serving metrics",
            logs))];

    /// <summary>The listeners of an extension.</summary>
    public IEnumerable<AdminListener> ForExtension(ExtensionPlan extension)
    {
        string name = $"extension {extension.Id}";
        string message = $"Starting {extension.Id.Type} extension";
        switch (extension)
        {
            case HealthCheckPlan health:
                if (health.Http is not null)
                {
                    yield return new AdminListener(name, health.Http, new HealthCheckPage(health, facts), message, logs);
                }

                if (health.V2?.Grpc is { } grpc)
                {
                    yield return new AdminListener(name, grpc, new GrpcHealthPage(health.V2, facts), message, logs, isGrpc: true);
                }

                break;
            case ZPagesPlan zpages:
                yield return new AdminListener(name, zpages.Server, new ZPagesPage(zpages, facts), message, logs);
                break;
            default:
                throw new InvalidOperationException($"no host serves extensions of type '{extension.Id.Type}'");
        }
    }
}
