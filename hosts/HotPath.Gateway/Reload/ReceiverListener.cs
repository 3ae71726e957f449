using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Hosting;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Reload;

/// <summary>One server of a receiver.</summary>
internal sealed class ReceiverListener : Listener
{
    private readonly ReceiverHostContext _context;
    private readonly ILogger _log;

    private ReceiverListener(OtlpReceiverPlan plan, string transport, ReceiverHostContext context, ILogger log)
    {
        Plan = plan;
        Transport = transport;
        _context = context;
        _log = log;
        bool isGrpc = transport == ReceiverPlan.GrpcTransport;
        Address = isGrpc ? plan.Grpc!.Address : plan.Http!.Address;
        Host = isGrpc ? new GrpcHost(plan, context) : new HttpHost(plan, context);
    }

    /// <summary>Whose it is.</summary>
    public OtlpReceiverPlan Plan { get; }

    /// <summary>Which of the receiver's servers it is.</summary>
    public string Transport { get; }

    /// <summary>The server.</summary>
    public IReceiverHost Host { get; }

    /// <inheritdoc/>
    public override NetworkAddress Address { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endpoints => Host.Endpoints;

    /// <summary>The servers of one receiver.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings can't be used.</exception>
    public static IEnumerable<ReceiverListener> Of(ReceiverPlan plan, ReceiverHostContext context, ILogger log)
    {
        if (plan is not OtlpReceiverPlan otlp)
        {
            throw new InvalidOperationException($"no host serves receivers of type '{plan.Id.Type}'");
        }

        return otlp.Transports.Select(transport => new ReceiverListener(otlp, transport, context, log));
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancel)
    {
        await Host.StartAsync(cancel);
        foreach (string endpoint in Host.Endpoints)
        {
            _log.Info(
                $"Starting {Host.Protocol} server",
                ("otelcol.component.id", Plan.Id.ToString()),
                ("otelcol.component.kind", "receiver"),
                ("endpoint", endpoint));
        }
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken deadline) => Host.StopAsync(deadline);

    /// <inheritdoc/>
    public override Listener Again() => new ReceiverListener(Plan, Transport, _context, _log);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => Host.DisposeAsync();
}
