using System.Text;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Where a host gathers a request's metadata, key by key in the table's order, before <see cref="MetadataTable.Find"/> makes it a
/// <see cref="ClientMetadata"/>. Reusable; one request at a time.
/// </summary>
public sealed class MetadataDraft
{
    /// <summary>Values that one request may have under the keys that are read, over all keys.</summary>
    public const int MaxValues = 64;

    /// <summary>Bytes in UTF-8 that those values may have together.</summary>
    public const int MaxBytes = 16 * 1024;

    private readonly int[] _keys = new int[MaxValues];
    private readonly string[] _values = new string[MaxValues];
    private int _bytes;

    /// <summary>Values gathered so far.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets the last request.</summary>
    public void Clear()
    {
        Array.Clear(_values, 0, Count);
        Count = 0;
        _bytes = 0;
    }

    /// <summary>
    /// Adds a value of the key at this place; a key must not come after one of a later place. False if it is one value, or byte, too many.
    /// </summary>
    public bool TryAdd(int key, string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        if (Count == MaxValues || bytes > MaxBytes - _bytes)
        {
            return false;
        }

        _keys[Count] = key;
        _values[Count++] = value;
        _bytes += bytes;
        return true;
    }

    /// <summary>The same for the same values under the same keys, while the process lives.</summary>
    internal int Hash()
    {
        var hash = default(HashCode);
        for (int i = 0; i < Count; i++)
        {
            hash.Add(_keys[i]);
            hash.Add(_values[i], StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>True if this is what was gathered.</summary>
    internal bool Says(ClientMetadata metadata)
    {
        int at = 0;
        for (int key = 0; key < metadata.Keys.Count; key++)
        {
            foreach (string value in metadata.ValuesAt(key))
            {
                if (at == Count || _keys[at] != key || !string.Equals(_values[at], value, StringComparison.Ordinal))
                {
                    return false;
                }

                at++;
            }
        }

        return at == Count;
    }

    /// <summary>What was gathered, as an object of its own.</summary>
    internal ClientMetadata ToMetadata(MetadataKeys keys)
    {
        var starts = new int[keys.Count + 1];
        int at = 0;
        for (int key = 0; key < keys.Count; key++)
        {
            while (at < Count && _keys[at] == key)
            {
                at++;
            }

            starts[key + 1] = at;
        }

        return new ClientMetadata(keys, starts, _values[..Count]);
    }
}
