namespace HotPath.Hosting.Http2;

/// <summary>What a peer may not do too often, since it costs us work and brings nothing.</summary>
internal enum FloodKind : byte
{
    /// <summary>SETTINGS, each of which is acknowledged.</summary>
    Settings,

    /// <summary>PING, each of which is answered.</summary>
    Ping,

    /// <summary>Streams that end by RST_STREAM: the client's (rapid reset), or one that the client provoked.</summary>
    Reset,

    /// <summary>Frames that carry nothing.</summary>
    Empty,

    /// <summary>Frames that are ignored.</summary>
    Ignored,

    /// <summary>WINDOW_UPDATE.</summary>
    WindowUpdate,
}
