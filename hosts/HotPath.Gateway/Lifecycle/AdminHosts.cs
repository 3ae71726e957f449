using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Cli;
using HotPath.Hosting.Admin;
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
    private readonly List<HealthPage> _health = [];

    public AdminHosts(GatewayPlan plan, MetricRegistry metrics, ProcessResource resource, ILoggerFactory logs)
    {
        _log = logs.CreateLogger(typeof(AdminHosts).FullName!);
        foreach (PrometheusReaderPlan reader in plan.Telemetry.Metrics.Readers)
        {
            var page = new MetricsPage(metrics, reader.Options, resource.Labels, VersionAction.Version);
            _hosts.Add(("Serving metrics", new AdminHost("the metrics reader", reader.Address, reader.Path, page, logs)));
        }

        foreach (ExtensionPlan extension in plan.Extensions.Where(static e => e is not (GateExtensionPlan or StoragePlan)))
        {
            _hosts.Add(("Starting health_check extension", CreateHost(extension, logs)));
        }
    }

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

    /// <summary>Every receiver listens.</summary>
    public void Ready() => _health.ForEach(static page => page.Ready());

    /// <summary>The gateway was asked to stop.</summary>
    public void Stopping() => _health.ForEach(static page => page.Stopping());

    public async ValueTask DisposeAsync()
    {
        foreach ((_, AdminHost host) in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private AdminHost CreateHost(ExtensionPlan extension, ILoggerFactory logs)
    {
        if (extension is not HealthCheckPlan health)
        {
            throw new InvalidOperationException($"no host serves extensions of type '{extension.Id.Type}'");
        }

        var page = new HealthPage(health, TimeProvider.System);
        _health.Add(page);
        return new AdminHost($"extension {health.Id}", health.Address, "endpoint", page, logs);
    }
}
