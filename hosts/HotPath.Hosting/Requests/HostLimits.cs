namespace HotPath.Hosting.Requests;

/// <summary>The limits of a receiver host that no key of the configuration sets, each with its default.</summary>
public sealed record HostLimits
{
    /// <summary>The defaults.</summary>
    public static HostLimits Default { get; } = new();

    /// <summary>
    /// Bytes reserved at a message's length prefix or declared length; the rest when these have arrived, so that a declaration alone pins little.
    /// </summary>
    public int FirstReservationBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of a refused request's body that are read and thrown away; past them its stream is reset instead.</summary>
    public long MaxDiscardedBytes { get; init; } = 64 << 20;

    /// <summary>The least a body must bring, in bytes a second, over every <see cref="BodyRateWindow"/>; slower ones are refused.</summary>
    public int MinBodyBytesPerSecond { get; init; } = 4096;

    /// <summary>The time over which <see cref="MinBodyBytesPerSecond"/> is measured, and so the longest stall that is forgiven.</summary>
    public TimeSpan BodyRateWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a new connection gets to send HTTP/2's preface or HTTP/1.1's first line before it is cut.</summary>
    public TimeSpan PrefaceTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Bytes one connection may send ahead of what was read: the HTTP/2 connection window.</summary>
    public int ConnectionWindowBytes { get; init; } = 4 << 20;

    /// <summary>Bytes one request may send ahead of what was read: the HTTP/2 stream window.</summary>
    public int StreamWindowBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of all headers of one request, uncompressed.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of one block of the connections' buffers: the most that one read takes from a socket.</summary>
    public int BlockBytes { get; init; } = 64 * 1024;
}
