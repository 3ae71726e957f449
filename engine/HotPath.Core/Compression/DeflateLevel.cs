namespace HotPath.Core.Compression;

/// <summary>The levels of gzip and zlib: 1 (fast) to 9 (small), and what Go's constants name besides.</summary>
public static class DeflateLevel
{
    /// <summary>zlib's own default, 6.</summary>
    public const int ZlibDefault = -1;

    /// <summary>No matching, Huffman codes only, which zlib calls a strategy.</summary>
    public const int HuffmanOnly = -2;

    /// <summary>The least.</summary>
    public const int Fastest = 1;

    /// <summary>The most.</summary>
    public const int Smallest = 9;
}
