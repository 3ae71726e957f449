using System.Net;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Grpc;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>A plan at work: the data path and the hosts that feed it. Hosts start last and stop first.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly Signal[] Signals = [Signal.Traces, Signal.Metrics, Signal.Logs];

    private readonly GatewayPlan _plan;
    private readonly ILoggerFactory _logs;
    private readonly DataPath _path;
    private readonly List<GrpcHost> _hosts = [];

    public Gateway(GatewayPlan plan, ILoggerFactory logs, Action<Exception> onFault)
    {
        _plan = plan;
        _logs = logs;
        _path = DataPath.Create(plan, new DataPathOptions { Logs = logs, OnFault = onFault });
    }

    /// <summary>Where it listens.</summary>
    public IEnumerable<string> Endpoints => _hosts.SelectMany(host => host.EndPoints).Select(endPoint => endPoint.ToString());

    /// <summary>The counts that must add up.</summary>
    public Ledger Ledger => _path.Ledger;

    /// <summary>Starts to listen; from the first line it logs here, an endpoint takes requests.</summary>
    /// <exception cref="IOException">An address can't be bound; the message names it and where the configuration does.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        ILogger log = _logs.CreateLogger(typeof(Gateway).FullName!);
        foreach (OtlpReceiverPlan receiver in _plan.Receivers.Values.OfType<OtlpReceiverPlan>().Where(r => r.Grpc is not null))
        {
            IIntake[] intakes = [.. Signals.Select(signal => _path.IntakeFor(receiver.Id, signal)).OfType<IIntake>()];
            GrpcHost host = await GrpcHost.StartAsync(receiver.Grpc!, intakes, _logs, cancel: cancel);
            _hosts.Add(host);
            foreach (IPEndPoint endPoint in host.EndPoints)
            {
                log.Info(
                    "Starting GRPC server",
                    ("otelcol.component.id", receiver.Id.ToString()),
                    ("otelcol.component.kind", "receiver"),
                    ("endpoint", endPoint.ToString()));
            }
        }
    }

    /// <summary>Stops the hosts, then hands on what is held; both within one deadline, of which the hosts may use half.</summary>
    public async Task<DrainReport> StopAsync(TimeSpan timeout)
    {
        long started = TimeProvider.System.GetTimestamp();
        using (var patience = new CancellationTokenSource(timeout / 2))
        {
            await Task.WhenAll(_hosts.Select(host => host.StopAsync(patience.Token)));
        }

        TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(started);
        return await _path.DrainAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GrpcHost host in _hosts)
        {
            await host.DisposeAsync();
        }

        _path.Dispose();
    }
}
