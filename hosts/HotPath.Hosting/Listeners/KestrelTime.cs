namespace HotPath.Hosting.Listeners;

/// <summary>Times as Kestrel's limits take them.</summary>
internal static class KestrelTime
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    /// <summary>Kestrel's clock overflows on its own "infinite", and closes the connection at the next tick (10.0.12).</summary>
    public static TimeSpan Finite(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time > Never ? Never : time;
}
