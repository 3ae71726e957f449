using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>A set of attribute keys, asked by hash and then by bytes. Thread-safe.</summary>
internal sealed class KeySet
{
    private readonly AttributeKey?[] _slots;

    public KeySet(IEnumerable<string> keys)
    {
        string[] distinct = [.. keys.Distinct(StringComparer.Ordinal)];
        _slots = new AttributeKey?[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * distinct.Length) + 1)];
        foreach (string key in distinct)
        {
            var added = new AttributeKey(key);
            uint at = added.Hash;
            while (_slots[at & (uint)(_slots.Length - 1)] is not null)
            {
                at++;
            }

            _slots[at & (uint)(_slots.Length - 1)] = added;
        }
    }

    /// <summary>True if the key is in it.</summary>
    /// <param name="key">Its bytes.</param>
    /// <param name="hash">Their <see cref="HotPath.Core.Hashing.KeyHash"/>.</param>
    public bool Contains(ReadOnlySpan<byte> key, uint hash)
    {
        // Less than half is taken, so an empty slot ends every search.
        for (uint at = hash; _slots[at & (uint)(_slots.Length - 1)] is { } found; at++)
        {
            if (found.Hash == hash && key.SequenceEqual(found.Utf8))
            {
                return true;
            }
        }

        return false;
    }
}
