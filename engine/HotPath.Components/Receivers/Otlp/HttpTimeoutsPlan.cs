namespace HotPath.Components.Receivers.Otlp;

/// <summary>What an HTTP server's senders get. <see cref="Timeout.InfiniteTimeSpan"/> stands for no bound of the configuration's.</summary>
/// <param name="Read">For a whole request, from its headers to its body's end.</param>
/// <param name="ReadHeader">For a request's headers.</param>
/// <param name="Idle">For the next request on a connection.</param>
public sealed record HttpTimeoutsPlan(TimeSpan Read, TimeSpan ReadHeader, TimeSpan Idle)
{
    /// <summary>The OTLP receiver's defaults.</summary>
    public static HttpTimeoutsPlan Default { get; } = new(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
