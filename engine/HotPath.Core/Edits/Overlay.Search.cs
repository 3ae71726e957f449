using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <content>Rare attributes of items, found without an index of attributes: for who seldom needs one.</content>
public sealed unsafe partial class Overlay
{
    private const uint KeyTag = 0x0A;
    private const uint ValueTag = 0x12;

    /// <summary>
    /// An item's first attribute under a key, as <see cref="AttributeView.TryGet(AttributeKey, out WireValue)"/> gives it, but at any
    /// depth: without <see cref="IndexDepth.ItemAttributes"/> the item is searched.
    /// </summary>
    public bool TryFindAttribute(Owner item, AttributeKey key, out WireValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        value = default;
        if ((_index.Depth & IndexDepth.ItemAttributes) == IndexDepth.ItemAttributes)
        {
            return AttributesOf(item).TryGet(key, out value);
        }

        uint tag = _index.ShapeOf(item.Row).Attributes;
        ref ItemRow row = ref _index.ItemRows[item.Row];
        var fields = new FieldCursor(_index.Start + row.BodyStart, _index.Start + row.End);
        while (fields.Next())
        {
            if (fields.Tag == tag && HasKey(fields.Body, fields.End, key))
            {
                value = ValueIn(fields.Body, fields.End);
                return true;
            }
        }

        return false;
    }

    /// <summary>The last key counts; without one it is empty.</summary>
    private static bool HasKey(byte* at, byte* end, AttributeKey key)
    {
        ReadOnlySpan<byte> found = default;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag == KeyTag)
            {
                found = new ReadOnlySpan<byte>(fields.Body, fields.BodyLength);
            }
        }

        return found.SequenceEqual(key.Utf8);
    }

    /// <summary>Values that are written in pieces merge, which is what one behind the other means.</summary>
    private WireValue ValueIn(byte* at, byte* end)
    {
        var value = default(WireField);
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag != ValueTag)
            {
                continue;
            }

            var piece = new WireField(fields.Body, fields.BodyLength);
            if (value.Length > 0)
            {
                byte* joined = _arena.Take(value.Length + piece.Length);
                value.Bytes.CopyTo(new Span<byte>(joined, value.Length));
                piece.Bytes.CopyTo(new Span<byte>(joined + value.Length, piece.Length));
                piece = new WireField(joined, value.Length + piece.Length);
            }

            value = piece;
        }

        return WireValue.Read(value.Address, value.Address + value.Length);
    }
}
