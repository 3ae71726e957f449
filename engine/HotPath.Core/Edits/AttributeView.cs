using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>
/// One owner's attributes, read through the overlay's edits and written to it. Keys may occur twice, since senders may: get, set and remove
/// by key then mean the first, as in the Collector; the others stay. A small handle, to be used at once and not kept.
/// </summary>
public readonly ref struct AttributeView
{
    private readonly Overlay _overlay;
    private readonly Owner _owner;

    internal AttributeView(Overlay overlay, Owner owner)
    {
        _overlay = overlay;
        _owner = owner;
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ref readonly AttributeRow row in Rows)
            {
                count += row.IsRemoved ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>
    /// Every row in order, removed ones too (pass over <see cref="AttributeRow.IsRemoved"/>); a row's place is what <see cref="RemoveAt"/>
    /// and <see cref="ReplaceAt"/> take. Removing and replacing keep places; adding ends the span, take it anew.
    /// </summary>
    public ReadOnlySpan<AttributeRow> Rows => _overlay.RowsOf(_owner);

    /// <summary>The live attributes, for <c>foreach</c>.</summary>
    public AttributeEnumerator GetEnumerator() => new(Rows);

    /// <summary>The value under a key; false if there is none.</summary>
    public bool TryGet(AttributeKey key, out WireValue value) => TryGet(key.Utf8, key.Hash, out value);

    /// <summary>The value under a key; false if there is none.</summary>
    /// <param name="key">Its bytes.</param>
    /// <param name="hash">Their <see cref="KeyHash"/>.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(ReadOnlySpan<byte> key, uint hash, out WireValue value)
    {
        value = _overlay.ValueOf(_owner, key, hash, out bool isThere);
        return isThere;
    }

    /// <summary>
    /// The value under a key, empty if there is none: for who need not know which of the two it is. In registers, as <c>out</c> is not.
    /// </summary>
    public WireValue GetOrEmpty(AttributeKey key) => _overlay.ValueOf(_owner, key.Utf8, key.Hash, out _);

    /// <summary>The place of a key's first row, or −1.</summary>
    public int IndexOf(ReadOnlySpan<byte> key, uint hash) => _overlay.Find(_owner, key, hash);

    /// <summary>True if the key is there.</summary>
    public bool Contains(AttributeKey key) => _overlay.Find(_owner, key.Utf8, key.Hash) >= 0;

    /// <summary>Adds the attribute if its key is not there; false if it is.</summary>
    public bool Insert(AttributeKey key, in WireValue value)
    {
        if (Contains(key))
        {
            return false;
        }

        Add(key, value);
        return true;
    }

    /// <summary>Replaces the value if the key is there; false if it is not.</summary>
    public bool Update(AttributeKey key, in WireValue value)
    {
        int at = _overlay.Find(_owner, key.Utf8, key.Hash);
        if (at >= 0)
        {
            ReplaceAt(at, value);
        }

        return at >= 0;
    }

    /// <summary>Replaces the value if the key is there, else adds it.</summary>
    public void Upsert(AttributeKey key, in WireValue value)
    {
        if (!Update(key, value))
        {
            Add(key, value);
        }
    }

    /// <summary>
    /// As <see cref="Upsert(AttributeKey, in WireValue)"/>, for a key that is found while working; it is copied if it is added.
    /// </summary>
    public void Upsert(ReadOnlySpan<byte> key, in WireValue value)
    {
        uint hash = KeyHash.Of(key);
        int at = _overlay.Find(_owner, key, hash);
        if (at >= 0)
        {
            ReplaceAt(at, value);
        }
        else
        {
            Add(key, value);
        }
    }

    /// <summary>
    /// Removes the key's first attribute; false if there is none. As in the Collector the last attribute takes its place, which decides
    /// what «first» means from then on, should a key be there twice (with up to 64 attributes; beyond, order stays).
    /// </summary>
    public bool Remove(AttributeKey key) => Remove(key.Utf8, key.Hash);

    /// <summary>Removes the key's first attribute; false if there is none.</summary>
    public bool Remove(ReadOnlySpan<byte> key, uint hash)
    {
        int at = _overlay.Find(_owner, key, hash);
        if (at >= 0)
        {
            _overlay.RemoveAndMoveLast(_owner, at);
        }

        return at >= 0;
    }

    /// <summary>Adds an attribute, whether or not its key is there.</summary>
    public void Add(AttributeKey key, in WireValue value) => _overlay.AddAttribute(_owner, key, value);

    /// <summary>Adds an attribute, whether or not its key is there; the key is copied.</summary>
    public void Add(ReadOnlySpan<byte> key, in WireValue value) => _overlay.AddAttribute(_owner, key, value);

    /// <summary>Removes the attribute at a place in <see cref="Rows"/>; the others keep their order.</summary>
    public void RemoveAt(int place) => _overlay.RemoveAttribute(_owner, place);

    /// <summary>Replaces the value of the attribute at a place in <see cref="Rows"/>.</summary>
    public void ReplaceAt(int place, in WireValue value) => _overlay.ReplaceAttribute(_owner, place, value);

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        int count = Rows.Length;
        for (int place = 0; place < count; place++)
        {
            RemoveAt(place);
        }
    }
}
