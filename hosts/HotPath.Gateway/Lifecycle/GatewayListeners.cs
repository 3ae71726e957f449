using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Reload;
using HotPath.Hosting;
using HotPath.Hosting.Admin;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>All that listens for one plan. Immutable; a reload makes the next, with the listeners that are kept.</summary>
/// <param name="Metrics">The metrics readers.</param>
/// <param name="Extensions">The extensions.</param>
/// <param name="Receivers">The receivers' servers.</param>
internal sealed record GatewayListeners(
    IReadOnlyList<AdminListener> Metrics,
    IReadOnlyList<(ComponentId Id, AdminListener Listener)> Extensions,
    IReadOnlyList<ReceiverListener> Receivers)
{
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();

    /// <summary>Every one, those first that start first.</summary>
    public IEnumerable<Listener> All => Metrics.Concat<Listener>(Extensions.Select(static e => e.Listener)).Concat(Receivers);

    /// <summary>What pages read of it.</summary>
    public GatewaySnapshot Snapshot(GatewayPlan plan, DataPath path) => new(
        plan,
        path,
        [.. Receivers.Select(static r => (r.Plan.Id, r.Host))],
        Extensions.GroupBy(static e => e.Id, static e => e.Listener.Host)
            .ToDictionary(static hosts => hosts.Key, static hosts => (IReadOnlyList<AdminHost>)[.. hosts]));

    /// <summary>Makes those of a plan, or takes over those of the plan before that did not change.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings can't be used.</exception>
    public static GatewayListeners Make(
        GatewayPlan plan,
        DataPath path,
        Authenticators authenticators,
        AdminListeners admin,
        ServerTimes times,
        ILoggerFactory logs,
        GatewayListeners? before,
        PlanDiff? diff)
    {
        bool Keeps(PartKind kind, ComponentId id) => diff?.Keeps(kind, id) == true;
        bool keepsMetrics = diff?.KeepsKeys(PartKind.Telemetry, default, "metrics") == true;
        ILogger log = logs.CreateLogger(typeof(Gateway).FullName!);
        return new GatewayListeners(
            keepsMetrics ? before!.Metrics : admin.ForMetrics(plan, path.Metrics),
            [
                .. AdminListeners.Of(plan).SelectMany(extension => Keeps(PartKind.Extension, extension.Id)
                    ? before!.Extensions.Where(b => b.Id == extension.Id)
                    : admin.ForExtension(extension).Select(listener => (extension.Id, listener))),
            ],
            [
                .. plan.Receivers.Values.SelectMany(receiver => Keeps(PartKind.Receiver, receiver.Id)
                    ? before!.Receivers.Where(b => b.Plan.Id == receiver.Id)
                    : ReceiverListener.Of(receiver, ContextOf(receiver, path, authenticators, times, logs), log)),
            ]);
    }

    /// <summary>The same with some listeners in the place of others: what binding anew, or a failed reload, has left.</summary>
    public GatewayListeners With(IReadOnlyDictionary<Listener, Listener> others)
    {
        T Now<T>(T listener)
            where T : Listener => others.TryGetValue(listener, out Listener? other) ? (T)other : listener;
        return new GatewayListeners(
            [.. Metrics.Select(Now)], [.. Extensions.Select(e => (e.Id, Now(e.Listener)))], [.. Receivers.Select(Now)]);
    }

    /// <summary>Adds what servers count to a registry.</summary>
    public void AddTo(MetricRegistry registry)
    {
        foreach (ReceiverListener receiver in Receivers)
        {
            ConnectionMetrics.AddServer(registry, receiver.Plan.Id.ToString(), receiver.Transport, receiver.Host.Connections);
        }
    }

    /// <summary>A port for every signal, since a reload may wire any of them.</summary>
    private static ReceiverHostContext ContextOf(
        ReceiverPlan receiver, DataPath path, Authenticators authenticators, ServerTimes times, ILoggerFactory logs)
    {
        IIntake[] Ports(string transport) => [.. Signals.Select(signal => path.PortFor(receiver.Id, signal, transport))];
        return new ReceiverHostContext(Ports(ReceiverPlan.GrpcTransport), Ports(ReceiverPlan.HttpTransport), logs)
        {
            Authenticators = authenticators,
            GrpcTimes = times.Grpc,
            HttpTimes = times.Http,
            Traces = times.Traces,
        };
    }
}
