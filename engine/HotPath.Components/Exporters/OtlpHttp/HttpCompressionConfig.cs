using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Reads a confighttp client's <c>compression</c> and <c>compression_params</c>.</summary>
internal static class HttpCompressionConfig
{
    private const int MaxLevel = 9;

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
        if (word is "snappy" or "x-snappy-framed" or "zstd" or "lz4")
        {
            map.Error("compression", $"'{word}' is known to the Collector, but not built in HotPath yet: write gzip, zlib, deflate or none");
            return Compression.None;
        }

        if (word is "none" or "")
        {
            if (level != 0)
            {
                parameters.Error("level", $"unsupported compression level {level}: without compression there is none; remove the key");
            }

            return Compression.None;
        }

        if (level is < Compression.HuffmanOnly or > MaxLevel)
        {
            parameters.Error("level", $"unsupported compression level {level} for '{word}': write 1 (fast) to 9 (small), -1 (zlib's default) "
                + "or -2 (Huffman codes only)");
            level = 0;
        }

        // 0 is what an absent key reads as, and the Collector takes both for «the default».
        return new Compression(word, level == 0 ? Compression.DefaultLevel : level);
    }
}
