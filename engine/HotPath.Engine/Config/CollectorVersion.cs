namespace HotPath.Engine.Config;

/// <summary>The release of the OpenTelemetry Collector whose configuration and command line HotPath follows.</summary>
public static class CollectorVersion
{
    /// <summary>As the contrib distribution prints it.</summary>
    public const string Contrib = "0.159.0";

    /// <summary>As the core's own change log writes it.</summary>
    public const string Core = "v" + Contrib;
}
