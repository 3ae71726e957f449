using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.Shared;
using HotPath.Components.Extensions.ZPages;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Cli;
using HotPath.Hosting.Admin;
using HotPath.Hosting.Admin.Health;
using HotPath.Hosting.Admin.ZPages;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>
/// What listens for those who run the gateway: metrics readers, then extensions, in their order. They start before every receiver and stop
/// after the drain, so that a stop can be watched.
/// </summary>
internal sealed class AdminHosts : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly List<(string Message, AdminHost Host)> _hosts = [];
    private readonly Dictionary<ComponentId, IReadOnlyList<AdminHost>> _byExtension = [];
    private readonly GatewayFacts _facts;

    public AdminHosts(GatewayPlan plan, MetricRegistry metrics, ProcessResource resource, GatewayFacts facts, ILoggerFactory logs)
    {
        _facts = facts;
        _log = logs.CreateLogger(typeof(AdminHosts).FullName!);
        foreach (PrometheusReaderPlan reader in plan.Telemetry.Metrics.Readers)
        {
            var page = new MetricsPage(metrics, reader.Options, resource.Labels, VersionAction.Version);
            _hosts.Add(("Serving metrics", new AdminHost("the metrics reader", new AdminServerPlan(reader.Address, reader.Path), page, logs)));
        }

        foreach (ExtensionPlan extension in plan.Extensions.Where(static e => e is not (GateExtensionPlan or StoragePlan or AuthExtensionPlan)))
        {
            AdminHost[] hosts = [.. CreateHosts(extension, logs)];
            _byExtension[extension.Id] = hosts;
            _hosts.AddRange(hosts.Select(host => ($"Starting {extension.Id.Type} extension", host)));
        }
    }

    /// <summary>The servers of each extension that has some.</summary>
    public IReadOnlyDictionary<ComponentId, IReadOnlyList<AdminHost>> ByExtension => _byExtension;

    public async Task StartAsync(CancellationToken cancel)
    {
        foreach ((string message, AdminHost host) in _hosts)
        {
            await host.StartAsync(cancel);
            foreach (string endpoint in host.Endpoints)
            {
                _log.Info(message, ("endpoint", endpoint));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, AdminHost host) in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private IEnumerable<AdminHost> CreateHosts(ExtensionPlan extension, ILoggerFactory logs)
    {
        string name = $"extension {extension.Id}";
        switch (extension)
        {
            case HealthCheckPlan health:
                if (health.Http is not null)
                {
                    yield return new AdminHost(name, health.Http, new HealthCheckPage(health, _facts), logs);
                }

                if (health.V2?.Grpc is { } grpc)
                {
                    yield return new AdminHost(name, grpc, new GrpcHealthPage(health.V2, _facts), logs, isGrpc: true);
                }

                break;
            case ZPagesPlan zpages:
                yield return new AdminHost(name, zpages.Server, new ZPagesPage(zpages, _facts), logs);
                break;
            default:
                throw new InvalidOperationException($"no host serves extensions of type '{extension.Id.Type}'");
        }
    }
}
