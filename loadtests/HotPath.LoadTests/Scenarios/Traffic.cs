using HotPath.Core.Compression;

namespace HotPath.LoadTests.Scenarios;

/// <summary>What one side of a program under test speaks.</summary>
/// <param name="Protocol">How requests travel.</param>
/// <param name="Compression">gzip, zstd or none: OTLP's name of it.</param>
internal sealed record Traffic(WireProtocol Protocol, string Compression = Traffic.None)
{
    /// <summary>Requests as they are.</summary>
    public const string None = "none";

    /// <summary>OTLP/gRPC, uncompressed.</summary>
    public static Traffic Plain { get; } = new(WireProtocol.Grpc);

    /// <summary>Null where requests go as they are.</summary>
    public Codec? Codec => Compression switch
    {
        None => null,
        "gzip" => Codec.Gzip,
        "zstd" => Codec.Zstd,
        _ => throw new ArgumentException($"compression {Compression}: a load knows none, gzip and zstd"),
    };
}
