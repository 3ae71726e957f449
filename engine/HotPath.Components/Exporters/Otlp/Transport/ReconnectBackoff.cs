namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// The pauses between attempts to connect, as grpc-go has them (https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md).
/// </summary>
internal static class ReconnectBackoff
{
    /// <summary>The first pause.</summary>
    internal static readonly TimeSpan Base = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, before jitter.</summary>
    internal static readonly TimeSpan Max = TimeSpan.FromSeconds(120);

    private const double Multiplier = 1.6;
    private const double Jitter = 0.2;

    /// <summary>The pause after so many failures in a row.</summary>
    /// <param name="failures">1 and up.</param>
    /// <param name="random">Uniform from 0 up to but not including 1.</param>
    public static TimeSpan After(int failures, double random)
    {
        double pause = Math.Min(Base.TotalSeconds * Math.Pow(Multiplier, failures - 1), Max.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (1 + (Jitter * ((2 * random) - 1))));
    }

    /// <summary>A pause with jitter drawn.</summary>
    public static TimeSpan After(int failures) => After(failures, Random.Shared.NextDouble());
}
