namespace HotPath.Engine.Telemetry;

/// <summary>An exporter that keeps connections of its own, and counts those that come to nothing.</summary>
public interface ICountsConnections
{
    /// <summary>The counts.</summary>
    ConnectionCounts Connections { get; }
}
