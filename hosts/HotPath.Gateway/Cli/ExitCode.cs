namespace HotPath.Gateway.Cli;

/// <summary>How the process ends.</summary>
internal static class ExitCode
{
    /// <summary>Stopped as asked.</summary>
    public const int Ok = 0;

    /// <summary>Could not start, or ended by a fault; standard error says why. The Collector's code for any error.</summary>
    public const int Error = 1;
}
