using HotPath.Components.Extensions.ZPages;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Engine.Telemetry.Tracing;
using HotPath.Gateway.Cli;
using HotPath.Hosting;
using HotPath.Hosting.Admin;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>A plan at work: the data path and the hosts that feed it. Hosts start last and stop first.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();

    private readonly DataPath _path;
    private readonly GatewayFacts _facts;
    private readonly ILogger _log;
    private readonly AdminHosts _admin;
    private readonly List<(ReceiverPlan Plan, IReceiverHost Host)> _hosts = [];

    public Gateway(GatewayPlan plan, ProcessResource resource, ILoggerFactory logs, Action<Exception> onFault)
    {
        _log = logs.CreateLogger(typeof(Gateway).FullName!);
        _facts = new GatewayFacts(TimeProvider.System, VersionAction.Version);
        OperationTraces? traces = plan.Extensions.OfType<ZPagesPlan>().Any() ? _facts.Traces : null;
        _path = DataPath.Create(plan, new DataPathOptions { Logs = logs, OnFault = onFault, Traces = traces });
        _admin = new AdminHosts(plan, _path.Metrics, resource, _facts, logs);
        AnswerTimes? grpc = ServerMetrics.ForGrpc(_path.Metrics);
        AnswerTimes? http = ServerMetrics.ForHttp(_path.Metrics);
        foreach (ReceiverPlan receiver in plan.Receivers.Values)
        {
            var context = new ReceiverHostContext(
                IntakesFor(receiver, ReceiverPlan.GrpcTransport), IntakesFor(receiver, ReceiverPlan.HttpTransport), logs)
            {
                Authenticators = _path.Authenticators,
                GrpcTimes = grpc,
                HttpTimes = http,
                Traces = traces,
            };
            foreach ((string transport, IReceiverHost host) in CreateHosts(receiver, context))
            {
                ConnectionMetrics.AddServer(_path.Metrics, receiver.Id.ToString(), transport, host.Connections);
                _hosts.Add((receiver, host));
            }
        }

        _facts.Show(new GatewaySnapshot(plan, _path, [.. _hosts.Select(static h => (h.Plan.Id, h.Host))], _admin.ByExtension));
    }

    /// <summary>Where it listens.</summary>
    public IEnumerable<string> Endpoints => _hosts.SelectMany(h => h.Host.Endpoints);

    /// <summary>The counts that must add up.</summary>
    public Ledger Ledger => _path.Ledger;

    public async Task StartAsync(CancellationToken cancel)
    {
        await _admin.StartAsync(cancel);
        foreach ((ReceiverPlan receiver, IReceiverHost host) in _hosts)
        {
            await host.StartAsync(cancel);
            foreach (string endpoint in host.Endpoints)
            {
                _log.Info(
                    $"Starting {host.Protocol} server",
                    ("otelcol.component.id", receiver.Id.ToString()),
                    ("otelcol.component.kind", "receiver"),
                    ("endpoint", endpoint));
            }
        }

        _facts.Ready();
    }

    /// <summary>Stops the hosts, then hands on what is held; both within one deadline, of which the hosts may use half.</summary>
    public async Task<DrainReport> StopAsync(TimeSpan timeout)
    {
        _facts.Stopping();
        _path.HastenAnswers();
        long started = TimeProvider.System.GetTimestamp();
        using (var patience = new CancellationTokenSource(timeout / 2))
        {
            await Task.WhenAll(_hosts.Select(h => h.Host.StopAsync(patience.Token)));
        }

        TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(started);
        return await _path.DrainAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Says how memory was used: what an operator needs to set <c>limit_mib</c>.</summary>
    public void LogMemory(ILogger log) => log.Info(
        "Memory",
        ("baseline_bytes", _path.BaselineBytes),
        ("slab_limit_bytes", _path.Budget.LimitBytes),
        ("slab_peak_bytes", _path.Budget.PeakBytes),
        ("slab_idle_bytes", _path.Slabs.RetainedBytes),
        ("heap_bytes", GC.GetTotalMemory(forceFullCollection: false)));

    public async ValueTask DisposeAsync()
    {
        foreach ((_, IReceiverHost host) in _hosts)
        {
            await host.DisposeAsync();
        }

        await _admin.DisposeAsync();
        _path.Dispose();
    }

    /// <summary>One for each signal that some pipeline takes; each transport has its own, so that its requests are counted by themselves.</summary>
    private IIntake[] IntakesFor(ReceiverPlan receiver, string transport) =>
        [.. Signals.Select(signal => _path.IntakeFor(receiver.Id, signal, transport)).OfType<IIntake>()];

    private static IEnumerable<(string Transport, IReceiverHost Host)> CreateHosts(ReceiverPlan plan, ReceiverHostContext context)
    {
        if (plan is not OtlpReceiverPlan otlp)
        {
            throw new InvalidOperationException($"no host serves receivers of type '{plan.Id.Type}'");
        }

        if (otlp.Grpc is not null)
        {
            yield return (ReceiverPlan.GrpcTransport, new GrpcHost(otlp, context));
        }

        if (otlp.Http is not null)
        {
            yield return (ReceiverPlan.HttpTransport, new HttpHost(otlp, context));
        }
    }
}
