namespace HotPath.Hosting.Listeners;

/// <summary>
/// The limits of a connection by the names under which their passing is counted and logged: those of <see cref="Requests.HostLimits"/>, in
/// the spelling of metrics, <c>hotpath::max_connections</c>, and <c>enforcement_policy</c>'s <c>min_time</c>.
/// </summary>
internal static class LimitNames
{
    public const string MaxConnections = "max_connections";
    public const string MinTime = "min_time";
    public const string PrefaceTimeout = "preface_timeout";
    public const string HeaderTimeout = "header_timeout";
    public const string SettingsTimeout = "settings_timeout";
    public const string WriteTimeout = "write_timeout";
    public const string MaxHeaderBlockBytes = "max_header_block_bytes";
    public const string MaxContinuationFrames = "max_continuation_frames";
    public const string MaxSettings = "max_settings_per_second";
    public const string MaxPings = "max_pings_per_second";
    public const string MaxResets = "max_resets_per_second";
    public const string MaxEmptyFrames = "max_empty_frames_per_second";
    public const string MaxIgnoredFrames = "max_ignored_frames_per_second";
    public const string MaxWindowUpdates = "max_window_updates_per_second";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MaxConnections, MinTime, PrefaceTimeout, HeaderTimeout, SettingsTimeout, WriteTimeout, MaxHeaderBlockBytes,
        MaxContinuationFrames, MaxSettings, MaxPings, MaxResets, MaxEmptyFrames, MaxIgnoredFrames, MaxWindowUpdates,
    ];
}
