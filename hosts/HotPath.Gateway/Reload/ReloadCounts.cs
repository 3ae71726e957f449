using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Gateway.Reload;

/// <summary>How reloads ended, for the gateway's own metrics. Thread-safe.</summary>
internal sealed class ReloadCounts(TimeProvider time)
{
    private readonly long[] _byResult = new long[Enum.GetValues<ReloadResult>().Length];
    private long _lastSuccess = time.GetUtcNow().ToUnixTimeSeconds();
    private bool _lastFailed;

    /// <summary>A reload ended.</summary>
    public void Count(ReloadResult result)
    {
        Interlocked.Increment(ref _byResult[(int)result]);
        bool succeeded = result is ReloadResult.Success or ReloadResult.Unchanged;
        Volatile.Write(ref _lastFailed, !succeeded);
        if (succeeded)
        {
            Volatile.Write(ref _lastSuccess, time.GetUtcNow().ToUnixTimeSeconds());
        }
    }

    /// <summary>Adds the lines.</summary>
    public void AddTo(MetricRegistry registry) => ReloadMetrics.Add(
        registry,
        Enum.GetValues<ReloadResult>().Select(result =>
            (result.ToString().ToLowerInvariant(), (Func<long>)(() => Volatile.Read(ref _byResult[(int)result])))),
        () => Volatile.Read(ref _lastSuccess),
        () => !Volatile.Read(ref _lastFailed));
}
