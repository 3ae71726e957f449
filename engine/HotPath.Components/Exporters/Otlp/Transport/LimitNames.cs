namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>The limits of a client's connection by the names under which their passing is counted and logged.</summary>
internal static class LimitNames
{
    /// <summary>The backend's: we ping it too often. Connections from then on ping half as often.</summary>
    public const string TooManyPings = "too_many_pings";

    /// <summary>The backend's, any other: it ended the connection with ENHANCE_YOUR_CALM.</summary>
    public const string EnhanceYourCalm = "enhance_your_calm";

    /// <summary>Ours: <see cref="Http2Windows.MaxControlBytes"/>.</summary>
    public const string MaxControlBytes = "max_control_bytes";

    /// <summary>Ours: <see cref="Http2Windows.MaxHeaderBlockBytes"/>.</summary>
    public const string MaxHeaderBlockBytes = "max_header_block_bytes";

    /// <summary>Ours: <see cref="Http2Windows.MaxContinuations"/>.</summary>
    public const string MaxContinuations = "max_continuation_frames";

    /// <summary>Ours: <see cref="Http2Windows.SettingsTimeout"/>.</summary>
    public const string SettingsTimeout = "settings_timeout";

    /// <summary>Ours: <see cref="Http2Windows.PingTimeout"/>.</summary>
    public const string PingTimeout = "ping_timeout";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TooManyPings, EnhanceYourCalm, MaxControlBytes, MaxHeaderBlockBytes, MaxContinuations, SettingsTimeout, PingTimeout];
}
