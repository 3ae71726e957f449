using HotPath.Core.Edits;
using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>An owner's attributes as a map to edit. Edits go to the overlay at once.</summary>
internal sealed class AttributeMap : OttlMap
{
    private Overlay _request = null!;
    private Owner _owner;

    /// <inheritdoc/>
    public override int Places => View.Rows.Length;

    private AttributeView View => _request.AttributesOf(_owner);

    /// <summary>Begins on an owner.</summary>
    public void Open(Overlay request, Owner owner)
    {
        _request = request;
        _owner = owner;
    }

    /// <inheritdoc/>
    public override bool IsRemoved(int place) => View.Rows[place].IsRemoved;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> KeyAt(int place) => View.Rows[place].Key;

    /// <inheritdoc/>
    public override WireValue ValueAt(int place) => View.Rows[place].Value;

    /// <inheritdoc/>
    public override int Find(ReadOnlySpan<byte> key) => View.IndexOf(key, KeyHash.Of(key));

    /// <summary>Removes a key's first pair; the last takes its place, as in the Collector.</summary>
    public override void Remove(ReadOnlySpan<byte> key) => View.Remove(key, KeyHash.Of(key));

    /// <inheritdoc/>
    public override void RemoveAt(int place) => View.RemoveAt(place);

    /// <inheritdoc/>
    public override void ReplaceAt(int place, in WireValue value) => View.ReplaceAt(place, value);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> key, in WireValue value) => View.Add(key, value);

    /// <inheritdoc/>
    public override bool Commit(OttlContext context) => true;
}
