using System.Runtime.CompilerServices;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Counts what one connection's peer does to no purpose, second by second, against the limits of <see cref="HostLimits"/>. The clock is
/// read only for frames that count here: a connection that behaves pays nothing. Belongs to its connection.
/// </summary>
internal sealed class FloodGauge(HostLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private Counts _counts;
    private long _windowStart = time.GetTimestamp();

    /// <summary>Counts one; false if that is one too many.</summary>
    public bool Allows(FloodKind kind)
    {
        if (time.GetElapsedTime(_windowStart) >= Window)
        {
            _windowStart = time.GetTimestamp();
            _counts = default;
        }

        return ++_counts[(int)kind] <= LimitOf(kind);
    }

    /// <summary>The name of a kind's limit.</summary>
    public static string NameOf(FloodKind kind) => kind switch
    {
        FloodKind.Settings => LimitNames.MaxSettings,
        FloodKind.Ping => LimitNames.MaxPings,
        FloodKind.Reset => LimitNames.MaxResets,
        FloodKind.Empty => LimitNames.MaxEmptyFrames,
        FloodKind.Ignored => LimitNames.MaxIgnoredFrames,
        _ => LimitNames.MaxWindowUpdates,
    };

    private int LimitOf(FloodKind kind) => kind switch
    {
        FloodKind.Settings => limits.MaxSettingsPerSecond,
        FloodKind.Ping => limits.MaxPingsPerSecond,
        FloodKind.Reset => limits.MaxResetsPerSecond,
        FloodKind.Empty => limits.MaxEmptyFramesPerSecond,
        FloodKind.Ignored => limits.MaxIgnoredFramesPerSecond,
        _ => limits.MaxWindowUpdatesPerSecond,
    };

    /// <summary>One for each <see cref="FloodKind"/>.</summary>
    [InlineArray((int)FloodKind.WindowUpdate + 1)]
    private struct Counts
    {
        private int _first;
    }
}
