namespace HotPath.Core.Compression;

/// <summary>How a run of <see cref="Inflater"/> ended.</summary>
internal enum InflateStatus
{
    /// <summary>The block goes on.</summary>
    More,

    /// <summary>A block ended; the next one's header follows.</summary>
    BlockEnd,

    /// <summary>The last block ended.</summary>
    Done,

    /// <summary>There is no room for the next symbol.</summary>
    Full,

    /// <summary>The input ended in the middle.</summary>
    Truncated,

    /// <summary>The input is no deflate stream.</summary>
    Corrupt,
}
