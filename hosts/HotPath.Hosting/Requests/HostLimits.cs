namespace HotPath.Hosting.Requests;

/// <summary>
/// The limits of a receiver host, each with its default. But for the first bytes' time no key of the configuration sets them.
/// </summary>
public sealed record HostLimits
{
    /// <summary>The defaults.</summary>
    public static HostLimits Default { get; } = new();

    /// <summary>
    /// Bytes reserved at a message's length prefix or declared length; the rest when these have arrived, so that a declaration alone pins
    /// little.
    /// </summary>
    public int FirstReservationBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Bytes of a refused request's body that are read and thrown away before it is answered, by Kestrel, so over HTTP/1.1 and its
    /// HTTP/2. Our own HTTP/2 answers at once.
    /// </summary>
    public long MaxDiscardedBytes { get; init; } = 64 << 20;

    /// <summary>The least a body must bring, in bytes a second, over every <see cref="BodyRateWindow"/>; slower ones are refused.</summary>
    public int MinBodyBytesPerSecond { get; init; } = 4096;

    /// <summary>The time over which <see cref="MinBodyBytesPerSecond"/> is measured, and so the longest stall that is forgiven.</summary>
    public TimeSpan BodyRateWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What a new connection gets to send HTTP/2's preface or HTTP/1.1's first line before it is cut;
    /// <c>protocols::grpc::hotpath::preface_timeout</c> sets it for the gRPC port.
    /// </summary>
    public TimeSpan PrefaceTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Bytes one connection may send ahead of what was read: the HTTP/2 connection window.</summary>
    public int ConnectionWindowBytes { get; init; } = 4 << 20;

    /// <summary>Bytes one request may send ahead of what was read: the HTTP/2 stream window.</summary>
    public int StreamWindowBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Bytes of one connection's requests that should wait for room behind the intake, at most: while more do, its client is told to open
    /// fewer streams (<c>StreamAllowance</c>), down to two; zero: never. HotPath's own HTTP/2 only.
    /// </summary>
    public long HeldBackBytes { get; init; } = 512 * 1024;

    /// <summary>
    /// How long a connection is not read after requests on it were refused for want of memory, so that a flood of refusals is dealt with in
    /// turns and leaves the processor to what was taken; zero: not at all. HotPath's own HTTP/2 only, as <see cref="RefusalTurn"/>.
    /// </summary>
    public TimeSpan RefusalPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What each connection that pauses adds to <see cref="RefusalPause"/> beyond it: a hundred connections pause for 20 ms, a thousand
    /// for 200.
    /// </summary>
    public TimeSpan RefusalTurn { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>Bytes of all headers of one request, uncompressed.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of one block of the connections' buffers: the most that one read takes from a socket.</summary>
    public int BlockBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Bytes of one request's header block as it comes, all its CONTINUATION frames together; past them the connection ends with
    /// ENHANCE_YOUR_CALM. HotPath's own HTTP/2 only, as all that follow.
    /// </summary>
    public int MaxHeaderBlockBytes { get; init; } = 64 * 1024;

    /// <summary>CONTINUATION frames of one header block; past them the connection ends with ENHANCE_YOUR_CALM.</summary>
    public int MaxContinuationFrames { get; init; } = 32;

    /// <summary>
    /// What a header block, or any frame but DATA, gets to arrive whole; then the connection ends with ENHANCE_YOUR_CALM.
    /// </summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What a peer gets to acknowledge our SETTINGS; then the connection ends with SETTINGS_TIMEOUT (RFC 9113 section 6.5.3).
    /// </summary>
    public TimeSpan SettingsTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a peer may leave our answers unread before its connection is cut.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a graceful end waits for the client to have seen GOAWAY, before requests under way to us are refused.</summary>
    public TimeSpan GoAwayTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>SETTINGS frames of one connection a second; past them it ends with ENHANCE_YOUR_CALM.</summary>
    public int MaxSettingsPerSecond { get; init; } = 100;

    /// <summary>PING frames of one connection a second, likewise. One for each answer is not counted: grpc-go measures with it.</summary>
    public int MaxPingsPerSecond { get; init; } = 200;

    /// <summary>Streams of one connection that end by RST_STREAM, the client's or ours, a second, likewise.</summary>
    public int MaxResetsPerSecond { get; init; } = 1000;

    /// <summary>
    /// Frames of one connection that carry nothing a second (DATA without a byte of body that does not end it), likewise.
    /// </summary>
    public int MaxEmptyFramesPerSecond { get; init; } = 1000;

    /// <summary>PRIORITY frames and frames of unknown types of one connection a second, likewise.</summary>
    public int MaxIgnoredFramesPerSecond { get; init; } = 1000;

    /// <summary>WINDOW_UPDATE frames of one connection a second, likewise.</summary>
    public int MaxWindowUpdatesPerSecond { get; init; } = 50_000;
}
