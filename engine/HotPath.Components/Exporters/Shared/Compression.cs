using HotPath.Core.Compression;

namespace HotPath.Components.Exporters.Shared;

/// <summary>How an exporter compresses what it sends. Immutable; one serves all calls.</summary>
internal sealed class Compression
{
    /// <summary>The level unless configured, the fastest: see the figures in the README of <c>otlp_grpc</c>.</summary>
    internal const int DefaultLevel = 1;

    private readonly Codec? _codec;

    /// <summary>Compresses with a codec.</summary>
    /// <param name="encoding">What the request's headers call it.</param>
    /// <param name="codec">The codec; null for none.</param>
    /// <param name="level">Its level, if it has any.</param>
    public Compression(string encoding, Codec? codec, int level = DefaultLevel)
    {
        Encoding = encoding;
        _codec = codec;
        Level = level;
    }

    /// <summary>Bytes go out as they are.</summary>
    public static Compression None { get; } = new("", null);

    /// <summary>gzip at the default level: what OTLP exporters do unless told otherwise.</summary>
    public static Compression Gzip { get; } = new("gzip", Codec.Gzip) { JoinsGzip = true };

    /// <summary>The name that goes over the wire, such as <c>gzip</c>; empty for none.</summary>
    public string Encoding { get; }

    /// <summary>The codec's level; <see cref="DefaultLevel"/> if it has none.</summary>
    public int Level { get; }

    /// <summary>True for gzip without a configured level: what came in gzip, and was not touched, goes on as it came.</summary>
    public bool JoinsGzip { get; private init; }

    /// <summary>True if there is anything to do.</summary>
    public bool IsOn => _codec is not null;

    /// <summary>Opens an encoder for one message.</summary>
    public MessageEncoder Open() => _codec!.OpenEncoder(Level);
}
