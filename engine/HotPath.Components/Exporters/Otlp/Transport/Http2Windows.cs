namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>What a client connection allows its peer, in bytes. Responses are short; these are there for those that are not.</summary>
internal static class Http2Windows
{
    /// <summary>The window of each response, as SETTINGS say.</summary>
    internal const int StreamBytes = 256 * 1024;

    /// <summary>The window of the connection.</summary>
    internal const int ConnectionBytes = 1024 * 1024;

    /// <summary>What a peer that floods us with frames to answer may have waiting, before the connection ends.</summary>
    internal const int MaxControlBytes = 32 * 1024;

    /// <summary>The longest header block, encoded.</summary>
    internal const int MaxHeaderBlockBytes = 128 * 1024;

    /// <summary>The most decoded bytes of headers: <see cref="GrpcChannel.MaxResponseHeadersKib"/>.</summary>
    internal const int MaxHeaderListBytes = GrpcChannel.MaxResponseHeadersKib * 1024;

    /// <summary>The most CONTINUATION frames of one header block.</summary>
    internal const int MaxContinuations = 32;

    /// <summary>
    /// What a peer gets to acknowledge our SETTINGS; then the connection ends with SETTINGS_TIMEOUT (RFC 9113, section 6.5.3).
    /// </summary>
    internal static readonly TimeSpan SettingsTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What a peer gets to send anything behind a PING that followed a call without an answer; then the connection is closed.
    /// </summary>
    internal static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How far apart such PINGs are without an answer in between: grpc-go's servers take less as too many.</summary>
    internal static readonly TimeSpan LeastPingInterval = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of one turn of a stream before the next stream has its turn.</summary>
    internal const int TurnBytes = 256 * 1024;

    /// <summary>The most bytes gathered for one system call.</summary>
    internal const int GatherBytes = 1024 * 1024;
}
