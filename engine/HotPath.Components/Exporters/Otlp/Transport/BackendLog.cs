using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// Counts, and tells the operator of, backends that are no gRPC servers, and connections that a limit ended. Counts are exact; lines are
/// sampled, and name the endpoint, the peer and the remedy. Thread-safe.
/// </summary>
/// <param name="endpoint">The exporter's endpoint, as configured.</param>
/// <param name="log">Names the exporter in each line.</param>
/// <param name="time">The clock of sampling.</param>
internal sealed class BackendLog(string endpoint, ILogger log, TimeProvider time)
{
    private static readonly string[] WrongPeers = [PeerReason.Http1, PeerReason.Tls, PeerReason.Plaintext, PeerReason.Unknown];

    private readonly LineSampler _wrong = new(time);
    private readonly LineSampler _limited = new(time);

    /// <summary>For what is neither: names the exporter in each line.</summary>
    public ILogger Log => log;

    /// <summary>The counts.</summary>
    public ConnectionCounts Counts { get; } = new(WrongPeers, LimitNames.All);

    /// <summary>A connection's peer is no gRPC server.</summary>
    public void Wrong(PeerFault fault, string peer)
    {
        if (fault.Reason is null)
        {
            return;
        }

        Counts.WrongPeers.Add(fault.Reason, 1);
        if (_wrong.Take())
        {
            log.Warn(
                "The endpoint is no gRPC server", ("endpoint", endpoint), ("peer", peer), ("speaks", fault.Reason), ("why", fault.Text));
        }
    }

    /// <summary>A connection ended for a limit, the backend's or ours.</summary>
    public void Limited(string limit, string peer, string why)
    {
        Counts.Limited.Add(limit, 1);
        if (_limited.Take())
        {
            log.Warn(
                "A connection to the backend passed a limit and ended", ("endpoint", endpoint), ("peer", peer), ("limit", limit),
                ("why", why));
        }
    }
}
