using HotPath.Components.Exporters.Shared;
using HotPath.Core.Compression;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Reads a confighttp client's <c>compression</c> and <c>compression_params</c>.</summary>
internal static class HttpCompressionConfig
{
    /// <summary>Reads the keys out of the exporter's map.</summary>
    /// <param name="map">The exporter's map.</param>
    /// <param name="absent">What an absent <c>compression</c> means: <c>gzip</c> for the OTLP exporters.</param>
    public static Compression Read(ConfigMap map, string absent)
    {
        string word = map.OneOf(
            "compression", absent, "gzip", "zlib", "deflate", "snappy", "x-snappy-framed", "zstd", "lz4", "none", "");
        ConfigMap parameters = map.Map("compression_params");
        int level = (int)parameters.Integer("level", 0, int.MinValue, int.MaxValue);
        parameters.Done();
        Codec? codec = word switch
        {
            "gzip" => Codec.Gzip,
            "zlib" or "deflate" => Codec.Zlib,
            "snappy" => Codec.Snappy,
            "x-snappy-framed" => Codec.SnappyFramed,
            "zstd" => Codec.Zstd,
            "lz4" => Codec.Lz4,
            _ => null,
        };
        if (codec is not null && !CompressionConfig.IsThere(map, word, codec))
        {
            return Compression.None;
        }

        // 0 is what an absent key reads as, and the Collector takes both for «the default».
        bool isGiven = level != 0 && IsLevel(parameters, word, level);
        level = isGiven ? level : Compression.DefaultLevel;
        return word == "gzip" && !isGiven ? Compression.Gzip : codec is null ? Compression.None : new Compression(word, codec, level);
    }

    private static bool IsLevel(ConfigMap parameters, string word, int level)
    {
        switch (word)
        {
            case "gzip" or "zlib" or "deflate":
                if (level is >= DeflateLevel.HuffmanOnly and <= DeflateLevel.Smallest)
                {
                    return true;
                }

                parameters.Error("level", $"unsupported compression level {level} for '{word}': write 1 (fast) to 9 (small), "
                    + "-1 (zlib's default) or -2 (Huffman codes only)");
                return false;
            case "zstd":
                if (level is < ZstdLevel.Fastest or > ZstdLevel.Smallest)
                {
                    int served = Math.Clamp(level, ZstdLevel.Fastest, ZstdLevel.Smallest);
                    parameters.Warn("level", $"{level} is served as {served}: zstd has {ZstdLevel.Fastest} (fast) "
                        + $"to {ZstdLevel.Smallest} (small) here");
                }

                return true;
            case "none" or "":
                parameters.Error("level", $"unsupported compression level {level}: without compression there is none; remove the key");
                return false;
            default:
                parameters.Error("level", $"unsupported compression level {level} for '{word}', which has no levels; remove the key");
                return false;
        }
    }
}
