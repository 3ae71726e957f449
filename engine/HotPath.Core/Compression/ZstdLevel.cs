namespace HotPath.Core.Compression;

/// <summary>The levels of zstd that are used: libzstd has more, which need tables of hundreds of megabytes.</summary>
public static class ZstdLevel
{
    /// <summary>The least.</summary>
    public const int Fastest = 1;

    /// <summary>The most: about what the Collector's best is.</summary>
    public const int Smallest = 11;
}
