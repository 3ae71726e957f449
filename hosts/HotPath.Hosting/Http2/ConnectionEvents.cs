namespace HotPath.Hosting.Http2;

/// <summary>What a connection is told from outside its own loop.</summary>
[Flags]
internal enum ConnectionEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>End in good order: the host stops, or the connection is old or idle.</summary>
    Drain = 1,

    /// <summary>Nobody acknowledged the first GOAWAY in time: go on with the second.</summary>
    DrainOverdue = 2,

    /// <summary>Nothing came for the keepalive time: ask if anybody is there.</summary>
    Ping = 4,

    /// <summary>Nobody answered that ping.</summary>
    PingOverdue = 8,

    /// <summary>A header block, or a frame, did not arrive whole in time.</summary>
    FrameOverdue = 16,

    /// <summary>Our SETTINGS were not acknowledged in time.</summary>
    SettingsOverdue = 32,

    /// <summary>The pause after refusals is over: read on.</summary>
    Resume = 64,
}
