using HotPath.Engine.Config;

namespace HotPath.Engine.Queue;

/// <summary>Reads an exporter's <c>timeout</c>: how long one attempt may take.</summary>
public static class TimeoutConfig
{
    /// <summary>The Collector's default for most exporters.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    /// <summary>Reads the key out of its exporter's map; zero means that an attempt may take for ever.</summary>
    public static TimeSpan Read(ConfigMap exporter, TimeSpan absent) => exporter.Duration("timeout", absent);
}
