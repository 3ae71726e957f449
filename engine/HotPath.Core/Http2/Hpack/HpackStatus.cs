namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// How decoding a header block ended. All but <see cref="Ok"/> and <see cref="HeaderListTooLarge"/> are the decoding errors of RFC 7541:
/// the connection's state is lost, and it ends with COMPRESSION_ERROR (RFC 9113, section 4.3).
/// </summary>
public enum HpackStatus : byte
{
    /// <summary>The block was whole and every field was handed over.</summary>
    Ok,

    /// <summary>The fields are more than SETTINGS_MAX_HEADER_LIST_SIZE. The state is sound; the stream alone is to be refused.</summary>
    HeaderListTooLarge,

    /// <summary>The block ends inside a field.</summary>
    Truncated,

    /// <summary>An index is 0, or beyond both tables (RFC 7541, sections 2.3.3 and 6.1).</summary>
    InvalidIndex,

    /// <summary>An integer is above 2³¹−1, or takes more bytes than one that large (5.1).</summary>
    IntegerOverflow,

    /// <summary>A dynamic table size update asks for more than SETTINGS_HEADER_TABLE_SIZE (6.3).</summary>
    TableSizeAboveLimit,

    /// <summary>A dynamic table size update stands behind a field (4.2).</summary>
    TableSizeUpdateMisplaced,

    /// <summary>A Huffman string ends in more than seven bits of padding, or in bits that are not the beginning of EOS (5.2).</summary>
    HuffmanPadding,

    /// <summary>A Huffman string contains EOS (5.2).</summary>
    HuffmanEos,
}
