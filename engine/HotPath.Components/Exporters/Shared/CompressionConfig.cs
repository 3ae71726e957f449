using HotPath.Core.Compression;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Shared;

/// <summary>What the <c>compression</c> keys of all exporters have in common.</summary>
internal static class CompressionConfig
{
    /// <summary>Says what is missing on this machine for a codec that the key asks for; true if nothing is.</summary>
    public static bool IsThere(ConfigMap map, string word, Codec codec)
    {
        if (codec.Missing is { } missing)
        {
            map.Error("compression", $"'{word}' cannot be used: {missing}, or write another compression");
        }

        return codec.Missing is null;
    }
}
