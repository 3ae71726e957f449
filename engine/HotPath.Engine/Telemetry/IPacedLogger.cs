using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// A logger whose entries wait in a bounded queue. Those who log in bulk wait for room before they go on, so that nothing is dropped.
/// </summary>
public interface IPacedLogger : ILogger
{
    /// <summary>Completes when the queue has room for more.</summary>
    ValueTask RoomAsync(CancellationToken cancel);
}
