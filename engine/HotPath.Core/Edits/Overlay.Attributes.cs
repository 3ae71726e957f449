using System.Runtime.CompilerServices;
using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <content>
/// Attributes. An owner's rows are copied at its first edit, with room for a few more; from then on the copy is what is read.
/// </content>
public sealed unsafe partial class Overlay
{
    /// <summary>
    /// An owner with more attributes keeps their order when one is removed; only where keys occur twice can that be seen.
    /// </summary>
    internal const int MostMovedRows = 64;

    private const int SpareRows = 4;

    /// <summary>The place of the first live row with this key, or −1.</summary>
    internal int Find(Owner owner, ReadOnlySpan<byte> key, uint hash)
    {
        ReadOnlySpan<AttributeRow> rows = RowsOf(owner, out bool hasMoves);
        return Find(rows, hasMoves, key, hash);
    }

    /// <summary>The value of the first live row with this key; empty if there is none.</summary>
    internal WireValue ValueOf(Owner owner, ReadOnlySpan<byte> key, uint hash, out bool isThere)
    {
        ReadOnlySpan<AttributeRow> rows = RowsOf(owner, out bool hasMoves);
        int found = Find(rows, hasMoves, key, hash);
        isThere = found >= 0;
        return isThere ? rows[found].Value : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(ReadOnlySpan<AttributeRow> rows, bool hasMoves, ReadOnlySpan<byte> key, uint hash)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly AttributeRow row = ref rows[i];
            if (row.Hash == hash && !row.IsRemoved && row.Key.SequenceEqual(key))
            {
                return hasMoves ? FirstInOrder(rows, i, key, hash) : i;
            }
        }

        return -1;
    }

    /// <summary>Which of the rows with a key is the first, where some have moved.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FirstInOrder(ReadOnlySpan<AttributeRow> rows, int found, ReadOnlySpan<byte> key, uint hash)
    {
        for (int i = found + 1; i < rows.Length; i++)
        {
            ref readonly AttributeRow row = ref rows[i];
            bool isBefore = row.Hash == hash && !row.IsRemoved && OrderOf(rows, i) < OrderOf(rows, found) && row.Key.SequenceEqual(key);
            found = isBefore ? i : found;
        }

        return found;
    }

    /// <summary>An owner's rows, as they are now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<AttributeRow> RowsOf(Owner owner) => RowsOf(owner, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<AttributeRow> RowsOf(Owner owner, out bool hasMoves)
    {
        ref EditRow edit = ref TryEdit(owner.Kind, owner.Row);
        if (Unsafe.IsNullRef(ref edit) || edit.Attributes == null)
        {
            hasMoves = false;
            return AttributesAsCame(owner.Kind, owner.Row);
        }

        hasMoves = edit.HasMoves != 0;
        return new ReadOnlySpan<AttributeRow>(edit.Attributes, edit.Count);
    }

    internal void AddAttribute(Owner owner, AttributeKey key, in WireValue value) =>
        AddAttribute(owner, key.Address, key.Length, key.Hash, value);

    internal void AddAttribute(Owner owner, ReadOnlySpan<byte> key, in WireValue value) =>
        AddAttribute(owner, _arena.Copy(key), key.Length, KeyHash.Of(key), value);

    internal void RemoveAttribute(Owner owner, int place) => Editable(owner, place).State |= AttributeState.Removed;

    /// <summary>
    /// Removes as the Collector's maps do by key: the last attribute takes the removed one's place. Nobody sees it but who then asks for a
    /// key that is there twice. Rows stay where they are, since they are written in the order they came; their order is a number.
    /// </summary>
    internal void RemoveAndMoveLast(Owner owner, int place)
    {
        ref AttributeRow removed = ref Editable(owner, place);
        removed.State |= AttributeState.Removed;
        ref EditRow edit = ref Edit(owner.Kind, owner.Row);
        if (edit.Count > MostMovedRows)
        {
            return;
        }

        // Until something moved, the last is the last; then it must be looked for.
        int last = edit.HasMoves == 0 ? edit.Count - 1 : 0;
        for (int i = edit.Count - 1; i >= 0; i--)
        {
            bool isLater = !edit.Attributes[i].IsRemoved
                && (edit.Attributes[last].IsRemoved || OrderOf(edit.Attributes, i) > OrderOf(edit.Attributes, last));
            last = isLater ? i : last;
            if (edit.HasMoves == 0 && !edit.Attributes[last].IsRemoved)
            {
                break;
            }
        }

        int order = OrderOf(edit.Attributes, place);
        if (!edit.Attributes[last].IsRemoved && OrderOf(edit.Attributes, last) > order)
        {
            edit.Attributes[last].Order = (ushort)(order + 1);
            edit.HasMoves = 1;
        }
    }

    internal void ReplaceAttribute(Owner owner, int place, in WireValue value)
    {
        ref AttributeRow row = ref Editable(owner, place);
        row.State |= AttributeState.Changed;
        SetValue(ref row, value);
    }

    /// <summary>A row's place among the others: its own index, unless it moved.</summary>
    private static int OrderOf(AttributeRow* rows, int at) => rows[at].Order == 0 ? at : rows[at].Order - 1;

    private static int OrderOf(ReadOnlySpan<AttributeRow> rows, int at) => rows[at].Order == 0 ? at : rows[at].Order - 1;

    private static void SetValue(ref AttributeRow row, in WireValue value)
    {
        row.ValueAt = value.Address;
        row.ValueLength = value.Length;
        row.ValueKind = value.Kind;
    }

    private void AddAttribute(Owner owner, byte* key, int keyLength, uint hash, in WireValue value)
    {
        ref EditRow edit = ref EditAttributes(owner);
        if (edit.Count == edit.Capacity)
        {
            Move(ref edit, new ReadOnlySpan<AttributeRow>(edit.Attributes, edit.Count), 2 * edit.Count);
        }

        ref AttributeRow row = ref edit.Attributes[edit.Count++];
        row = default;
        row.KeyAt = key;
        row.KeyLength = keyLength;
        row.Hash = hash;
        SetValue(ref row, value);
    }

    private ref AttributeRow Editable(Owner owner, int place)
    {
        ref EditRow edit = ref EditAttributes(owner);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)edit.Count, nameof(place));
        return ref edit.Attributes[place];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref EditRow EditAttributes(Owner owner)
    {
        ref EditRow edit = ref Edit(owner.Kind, owner.Row);
        if (edit.Attributes == null)
        {
            ReadOnlySpan<AttributeRow> rows = AttributesAsCame(owner.Kind, owner.Row);
            Move(ref edit, rows, rows.Length + SpareRows);
        }

        return ref edit;
    }

    private void Move(ref EditRow edit, ReadOnlySpan<AttributeRow> rows, int capacity)
    {
        var copy = (AttributeRow*)_arena.Take((long)capacity * AttributeRow.Size);
        rows.CopyTo(new Span<AttributeRow>(copy, capacity));
        edit.Attributes = copy;
        edit.Count = rows.Length;
        edit.Capacity = capacity;
    }
}
