using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// A map while an editor works on it: an owner's attributes, or a map inside a value. Pairs have places, from 0 to <see cref="Places"/>; a
/// removed pair's place stays, and is passed over. Keys may occur twice: finding and putting mean the first. End with <see cref="Commit"/>.
/// </summary>
internal abstract class OttlMap
{
    /// <summary>How many places there are, removed pairs included. Adding makes more.</summary>
    public abstract int Places { get; }

    /// <summary>How many pairs there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int place = 0; place < Places; place++)
            {
                count += IsRemoved(place) ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>True if the pair at a place is gone.</summary>
    public abstract bool IsRemoved(int place);

    /// <summary>The key at a place.</summary>
    public abstract ReadOnlySpan<byte> KeyAt(int place);

    /// <summary>The value at a place.</summary>
    public abstract WireValue ValueAt(int place);

    /// <summary>The place of a key's first pair, or −1.</summary>
    public abstract int Find(ReadOnlySpan<byte> key);

    /// <summary>Removes the pair at a place.</summary>
    public abstract void RemoveAt(int place);

    /// <summary>Replaces the value at a place.</summary>
    public abstract void ReplaceAt(int place, in WireValue value);

    /// <summary>Adds a pair, whether or not its key is there. The key is copied if it is not at home in scratch or slab.</summary>
    public abstract void Add(ReadOnlySpan<byte> key, in WireValue value);

    /// <summary>Replaces the value of the key's first pair, or adds one.</summary>
    public void Put(ReadOnlySpan<byte> key, in WireValue value)
    {
        int place = Find(key);
        if (place >= 0)
        {
            ReplaceAt(place, value);
        }
        else
        {
            Add(key, value);
        }
    }

    /// <summary>Removes a key's first pair, if there is one.</summary>
    public virtual void Remove(ReadOnlySpan<byte> key)
    {
        int place = Find(key);
        if (place >= 0)
        {
            RemoveAt(place);
        }
    }

    /// <summary>Removes all pairs.</summary>
    public void Clear()
    {
        for (int place = 0; place < Places; place++)
        {
            if (!IsRemoved(place))
            {
                RemoveAt(place);
            }
        }
    }

    /// <summary>Writes the map back to where it came from; false = that failed.</summary>
    public abstract bool Commit(OttlContext context);
}
