using System.Runtime.CompilerServices;

namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// Decodes the header blocks that one side of a connection sends (RFC 7541), in their order. Allocates nothing once its table and scratch
/// have grown. Not thread-safe.
/// <code>
///   1 index                                  a field out of a table
///   0 1 name-index [name] value              a field, added to the dynamic table
///   0 0 1 size                               dynamic table size update
///   0 0 0 1 name-index [name] value          a field, never to be added to any table
///   0 0 0 0 name-index [name] value          a field, not added to the table
/// </code>
/// Fields follow each other without anything between.
/// </summary>
public sealed class HpackDecoder
{
    /// <summary>Scratch that stays with an idle decoder, in bytes.</summary>
    internal const int KeptScratchBytes = 4 * 1024;

    private readonly HpackDynamicTable _table = new(Http2Limits.DefaultHeaderTableBytes);
    private readonly int _maxTableBytes;
    private readonly int _maxListBytes;
    private byte[] _scratch = [];
    private int _scratchUsed;
    private long _listBytes;

    /// <summary>Makes a decoder with an empty table.</summary>
    /// <param name="maxTableBytes">Our SETTINGS_HEADER_TABLE_SIZE, at least 4,096: a smaller one would bind the peer only later.</param>
    /// <param name="maxHeaderListBytes">The most bytes of a block's names and values, 32 added for each field, that are handed
    /// over.</param>
    public HpackDecoder(int maxTableBytes, int maxHeaderListBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTableBytes, Http2Limits.DefaultHeaderTableBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxHeaderListBytes);
        _maxTableBytes = maxTableBytes;
        _maxListBytes = maxHeaderListBytes;
    }

    /// <summary>Bytes that the dynamic table counts now.</summary>
    public int TableBytes => _table.Bytes;

    /// <summary>
    /// How often blocks have changed the table. While it stays, the same bytes mean the same fields, and whoever remembers what they meant
    /// need not decode them again.
    /// </summary>
    public long TableChanges => _table.Changes;

    /// <summary>
    /// Decodes a whole header block: the fragments of HEADERS and all its CONTINUATION frames, joined. Its caller bounds its length. Fields
    /// beyond the list's limit are not handed over, but the table is kept in step, so that the connection can go on.
    /// </summary>
    public HpackStatus Decode<TSink>(ReadOnlySpan<byte> block, ref TSink sink)
        where TSink : IHeaderSink, allows ref struct
    {
        _listBytes = 0;
        bool isBehindField = false;
        int at = 0;
        HpackStatus status = HpackStatus.Ok;
        while (at < block.Length && status == HpackStatus.Ok)
        {
            byte first = block[at];
            if (first >= 0x80)
            {
                status = Indexed(block, ref at, ref sink);
            }
            else if ((first & 0xE0) == 0x20)
            {
                status = isBehindField ? HpackStatus.TableSizeUpdateMisplaced : SizeUpdate(block, ref at);
                continue;
            }
            else
            {
                status = Literal(block, ref at, first, ref sink);
            }

            isBehindField = true;
        }

        if (_scratch.Length > KeptScratchBytes)
        {
            _scratch = [];
        }

        return status == HpackStatus.Ok && _listBytes > _maxListBytes ? HpackStatus.HeaderListTooLarge : status;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HpackStatus Indexed<TSink>(ReadOnlySpan<byte> block, ref int at, ref TSink sink)
        where TSink : IHeaderSink, allows ref struct
    {
        HpackStatus status = HpackInteger.Read(block, ref at, 0x7F, out int index);
        if (status != HpackStatus.Ok)
        {
            return status;
        }

        if (!TryGet(index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            return HpackStatus.InvalidIndex;
        }

        long entry = index <= HpackStaticTable.Count ? index : _table.NumberOf(index - HpackStaticTable.Count);
        HandOver(entry, name, value, ref sink);
        return HpackStatus.Ok;
    }

    private HpackStatus Literal<TSink>(ReadOnlySpan<byte> block, ref int at, byte first, ref TSink sink)
        where TSink : IHeaderSink, allows ref struct
    {
        bool isAdded = first >= 0x40;
        _scratchUsed = 0;
        HpackStatus status = HpackInteger.Read(block, ref at, isAdded ? 0x3F : 0x0F, out int index);
        ReadOnlySpan<byte> name = default;
        if (status == HpackStatus.Ok)
        {
            status = index == 0 ? Text(block, ref at, out name) : Named(index, isAdded, out name);
        }

        ReadOnlySpan<byte> value = default;
        if (status == HpackStatus.Ok)
        {
            status = Text(block, ref at, out value);
        }

        if (status != HpackStatus.Ok)
        {
            return status;
        }

        long entry = isAdded && _table.Add(name, value) ? _table.NumberOf(1) : 0;
        HandOver(entry, name, value, ref sink);
        return HpackStatus.Ok;
    }

    private HpackStatus SizeUpdate(ReadOnlySpan<byte> block, ref int at)
    {
        HpackStatus status = HpackInteger.Read(block, ref at, 0x1F, out int bytes);
        if (status == HpackStatus.Ok && bytes > _maxTableBytes)
        {
            return HpackStatus.TableSizeAboveLimit;
        }

        if (status == HpackStatus.Ok)
        {
            _table.Resize(bytes);
        }

        return status;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void HandOver<TSink>(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref TSink sink)
        where TSink : IHeaderSink, allows ref struct
    {
        _listBytes += name.Length + value.Length + HpackDynamicTable.EntryOverheadBytes;
        if (_listBytes <= _maxListBytes)
        {
            sink.Header(entry, name, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGet(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        if ((uint)(index - 1) < HpackStaticTable.Count)
        {
            ref readonly HpackField field = ref HpackStaticTable.At(index);
            name = field.Name;
            value = field.Value;
            return true;
        }

        index -= HpackStaticTable.Count;
        if ((uint)(index - 1) < (uint)_table.Count)
        {
            _table.Get(index, out name, out value);
            return true;
        }

        name = default;
        value = default;
        return false;
    }

    private HpackStatus Named(int index, bool isAdded, out ReadOnlySpan<byte> name)
    {
        if (!TryGet(index, out name, out _))
        {
            return HpackStatus.InvalidIndex;
        }

        if (isAdded && index > HpackStaticTable.Count)
        {
            // Adding may move or overwrite the table's texts.
            Span<byte> copy = Scratch(name.Length)[..name.Length];
            name.CopyTo(copy);
            name = copy;
            _scratchUsed = name.Length;
        }

        return HpackStatus.Ok;
    }

    /// <summary>A string (5.2): a bit that says if it is Huffman coded, its length as it stands here, its bytes.</summary>
    private HpackStatus Text(ReadOnlySpan<byte> block, scoped ref int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (at >= block.Length)
        {
            return HpackStatus.Truncated;
        }

        bool isHuffman = block[at] >= 0x80;
        HpackStatus status = HpackInteger.Read(block, ref at, 0x7F, out int length);
        if (status != HpackStatus.Ok)
        {
            return status;
        }

        if (length > block.Length - at)
        {
            return HpackStatus.Truncated;
        }

        text = block.Slice(at, length);
        at += length;
        if (isHuffman)
        {
            Span<byte> room = Scratch(HuffmanDecoder.MostBytes(length));
            status = HuffmanDecoder.Decode(text, room, out int written);
            text = room[..written];
            _scratchUsed += written;
        }

        return status;
    }

    /// <summary>Room behind what this field uses already. A name that was there before stays readable where it is.</summary>
    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length - _scratchUsed < bytes)
        {
            _scratch = new byte[Math.Max(256, _scratchUsed + bytes)];
        }

        return _scratch.AsSpan(_scratchUsed);
    }
}
