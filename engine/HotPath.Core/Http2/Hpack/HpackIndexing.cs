namespace HotPath.Core.Http2.Hpack;

/// <summary>How a field that no table holds is written (RFC 7541, section 6.2); the values are the first byte's.</summary>
public enum HpackIndexing : byte
{
    /// <summary>Literal without indexing: for values that hardly come twice.</summary>
    None = 0x00,

    /// <summary>Literal never indexed: for secrets, on this hop and all further ones.</summary>
    Never = 0x10,

    /// <summary>Literal with incremental indexing: both sides remember it.</summary>
    Incremental = 0x40,
}
