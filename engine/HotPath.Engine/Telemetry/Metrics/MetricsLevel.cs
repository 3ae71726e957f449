namespace HotPath.Engine.Telemetry.Metrics;

/// <summary><c>service::telemetry::metrics::level</c>: how much is shown. Each level shows what those before it do.</summary>
public enum MetricsLevel : byte
{
    /// <summary>Nothing, to nobody.</summary>
    None,

    /// <summary>The counters that the ledger stands for, queues, the process, and all of <c>hotpath_*</c>.</summary>
    Basic,

    /// <summary>The default: what the batch processor counts, too.</summary>
    Normal,

    /// <summary>Histograms of bytes and of the sending queue, the servers' durations, and why sending failed.</summary>
    Detailed,
}
