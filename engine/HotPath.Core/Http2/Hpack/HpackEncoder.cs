namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// Encodes the header blocks that one side of a connection sends (RFC 7541), in their order. With a dynamic table, fields that come again
/// take a byte or two; the table is searched from its newest entry, so keep it tiny. Not thread-safe; allocates nothing once its table has
/// grown.
/// </summary>
public sealed class HpackEncoder
{
    private readonly HpackDynamicTable _table;
    private readonly int _ownTableBytes;
    private int _signalledBytes = Http2Limits.DefaultHeaderTableBytes;
    private int _leastBytes;

    /// <summary>Makes an encoder with an empty table.</summary>
    /// <param name="tableBytes">How large its table may be, at most 4,096; 0 for none.</param>
    public HpackEncoder(int tableBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tableBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tableBytes, Http2Limits.DefaultHeaderTableBytes);
        _ownTableBytes = tableBytes;
        _leastBytes = tableBytes;
        _table = new HpackDynamicTable(tableBytes);
    }

    /// <summary>The most bytes that a field takes, however it is written.</summary>
    public static int MostBytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => 1 + 6 + name.Length + 6 + value.Length;

    /// <summary>The peer's SETTINGS_HEADER_TABLE_SIZE. The next block says that the table changed, if it did (4.2).</summary>
    public void SetPeerLimit(uint bytes)
    {
        _table.Resize((int)Math.Min(bytes, (uint)_ownTableBytes));
        _leastBytes = Math.Min(_leastBytes, _table.MaxBytes);
    }

    /// <summary>Begins a block: writes the dynamic table size updates that are due, at most twelve bytes.</summary>
    /// <returns>False if there is too little room; nothing has changed then.</returns>
    public bool TryBegin(Span<byte> to, out int written)
    {
        written = 0;
        if (_leastBytes < Math.Min(_signalledBytes, _table.MaxBytes))
        {
            written = HpackInteger.Write(to, 0x20, 0x1F, _leastBytes);
            if (written == 0)
            {
                return false;
            }
        }

        if (_table.MaxBytes != _signalledBytes || written > 0)
        {
            int second = HpackInteger.Write(to[written..], 0x20, 0x1F, _table.MaxBytes);
            written += second;
            if (second == 0)
            {
                return false;
            }
        }

        _signalledBytes = _table.MaxBytes;
        _leastBytes = _table.MaxBytes;
        return true;
    }

    /// <summary>Writes a field: as an index if a table holds it and it is no secret, else as <paramref name="indexing"/> says.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="name">Its name, in lower case.</param>
    /// <param name="value">Its value.</param>
    /// <param name="indexing">How to write it if no table holds it.</param>
    /// <param name="written">Its bytes.</param>
    /// <returns>False if there is too little room; nothing has changed then.</returns>
    public bool TryWrite(
        Span<byte> to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HpackIndexing indexing, out int written)
    {
        int index = Find(name, value);
        if (index > 0 && indexing != HpackIndexing.Never)
        {
            written = HpackInteger.Write(to, 0x80, 0x7F, index);
            return written > 0;
        }

        // Without a table of ours there is nothing to add to.
        HpackIndexing kind = indexing == HpackIndexing.Incremental && _table.MaxBytes == 0 ? HpackIndexing.None : indexing;
        if (!TryWriteLiteral(to, Math.Abs(index), name, value, kind, out written))
        {
            return false;
        }

        if (kind == HpackIndexing.Incremental)
        {
            _table.Add(name, value);
        }

        return true;
    }

    /// <summary>
    /// Writes a field as a literal (6.2), its texts Huffman coded where that is shorter. Behind <see cref="HpackIndexing.Incremental"/> the
    /// caller keeps the table itself.
    /// </summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="nameIndex">An entry with this name; 0 to write the name.</param>
    /// <param name="name">Its name, in lower case.</param>
    /// <param name="value">Its value.</param>
    /// <param name="indexing">What the other side is to do with it.</param>
    /// <param name="written">Its bytes.</param>
    /// <returns>False if there is too little room.</returns>
    public static bool TryWriteLiteral(
        Span<byte> to, int nameIndex, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HpackIndexing indexing, out int written)
    {
        written = HpackInteger.Write(to, (byte)indexing, indexing == HpackIndexing.Incremental ? 0x3F : 0x0F, nameIndex);
        return written > 0
            && (nameIndex > 0 || TryWriteText(to, name, ref written))
            && TryWriteText(to, value, ref written);
    }

    /// <summary>Writes a field that the static table holds whole, such as <c>:status 200</c>: one byte.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="staticIndex">1 to 61 (RFC 7541, appendix A).</param>
    public static void WriteIndexed(Span<byte> to, int staticIndex)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(staticIndex, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(staticIndex, HpackStaticTable.Count);
        to[0] = (byte)(0x80 | staticIndex);
    }

    private static bool TryWriteText(Span<byte> to, ReadOnlySpan<byte> text, ref int written)
    {
        int huffman = HuffmanEncoder.LengthOf(text);
        bool isHuffman = huffman < text.Length;
        int length = isHuffman ? huffman : text.Length;
        int prefix = HpackInteger.Write(to[written..], isHuffman ? (byte)0x80 : (byte)0, 0x7F, length);
        if (prefix == 0 || to.Length - written - prefix < length)
        {
            return false;
        }

        Span<byte> room = to.Slice(written + prefix, length);
        if (isHuffman)
        {
            HuffmanEncoder.Encode(text, room);
        }
        else
        {
            text.CopyTo(room);
        }

        written += prefix + length;
        return true;
    }

    /// <summary>The index of an entry with this name and value; negated that of one with this name alone; 0 for neither.</summary>
    private int Find(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int named = 0;
        for (int i = 1; i <= _table.Count; i++)
        {
            _table.Get(i, out ReadOnlySpan<byte> itsName, out ReadOnlySpan<byte> itsValue);
            if (itsName.SequenceEqual(name))
            {
                if (itsValue.SequenceEqual(value))
                {
                    return HpackStaticTable.Count + i;
                }

                named = named == 0 ? -(HpackStaticTable.Count + i) : named;
            }
        }

        int found = HpackStaticTable.Find(name, value);
        return found != 0 ? found : named;
    }
}
