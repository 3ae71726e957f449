using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>An OTLP/HTTP server's validated settings (the Collector's <c>confighttp</c> server block and the receiver's paths).</summary>
/// <param name="Address">Where it listens; port 0 takes any free port.</param>
/// <param name="MaxBodyBytes">The largest body taken, before and after decompression.</param>
/// <param name="Encodings">The values of Content-Encoding taken; an empty text stands for none.</param>
/// <param name="Cors">Which web pages may send; null if none may.</param>
/// <param name="ResponseHeaders">Headers that go with every answer.</param>
/// <param name="Timeouts">What a sender gets.</param>
/// <param name="KeepAlives">False if a connection ends with its first answer.</param>
/// <param name="Paths">Where each signal is posted.</param>
public sealed record HttpServerPlan(
    NetworkAddress Address,
    int MaxBodyBytes,
    IReadOnlyList<string> Encodings,
    CorsPlan? Cors,
    IReadOnlyList<KeyValuePair<string, Opaque>> ResponseHeaders,
    HttpTimeoutsPlan Timeouts,
    bool KeepAlives,
    HttpPathsPlan Paths)
{
    /// <summary>True if requests carry what their headers say, as far as a component reads it (<c>include_metadata</c>).</summary>
    public bool IncludeMetadata { get; init; }

    /// <summary>Who says which senders may send; null if all may.</summary>
    public AuthUse? Auth { get; init; }

    /// <summary>The extensions in its way.</summary>
    public IReadOnlyList<MiddlewareUse> Middlewares { get; init; } = [];

    /// <summary>What the server shows and demands in TLS; null for plaintext.</summary>
    public TlsServerPlan? Tls { get; init; }

    /// <summary>A server without a key but its address.</summary>
    public static HttpServerPlan DefaultAt(NetworkAddress address) =>
        new(address, DefaultMaxBodyBytes, DefaultEncodings, null, [], HttpTimeoutsPlan.Default, true, HttpPathsPlan.Default);

    /// <summary>
    /// The default of <c>max_request_body_size</c>: what OTLP recommends. The Collector's is 20 MiB (docs/differences.md).
    /// </summary>
    public const int DefaultMaxBodyBytes = 64 << 20;

    /// <summary>The default of <c>compression_algorithms</c>: all that there are.</summary>
    public static IReadOnlyList<string> DefaultEncodings { get; } =
        ["", "gzip", "zstd", "zlib", "snappy", "deflate", "lz4", "x-snappy-framed"];
}
