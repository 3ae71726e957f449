namespace HotPath.Engine.Pipeline;

/// <summary>
/// A set of metadata keys in lower case: gRPC metadata keys and HTTP header names, which are the same whatever their case. Immutable, in
/// ordinal order, so that two sets of the same keys are laid out alike, and are equal.
/// </summary>
public sealed class MetadataKeys : IEquatable<MetadataKeys>
{
    private readonly string[] _keys;

    private MetadataKeys(string[] keys) => _keys = keys;

    /// <summary>No keys: nothing of a request's metadata is kept.</summary>
    public static MetadataKeys Empty { get; } = new([]);

    /// <summary>How many.</summary>
    public int Count => _keys.Length;

    /// <summary>The keys, in lower case and order.</summary>
    public IReadOnlyList<string> All => _keys;

    /// <summary>The key at a place.</summary>
    public string this[int index] => _keys[index];

    /// <summary>The set of these keys, in any case and order; a key that is there twice counts once.</summary>
    public static MetadataKeys Of(IEnumerable<string> keys)
    {
        string[] sorted =
            [.. keys.Select(static key => key.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.Length == 0 ? Empty : new MetadataKeys(sorted);
    }

    /// <summary>The place of a key in lower case; -1 if it is not in the set.</summary>
    public int IndexOf(string key)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (string.Equals(_keys[i], key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>True if every key of the other set is in this one.</summary>
    internal bool Covers(MetadataKeys other) => ReferenceEquals(this, other) || Array.TrueForAll(other._keys, key => IndexOf(key) >= 0);

    /// <inheritdoc/>
    public bool Equals(MetadataKeys? other) => other is not null && _keys.AsSpan().SequenceEqual(other._keys);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetadataKeys);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (string key in _keys)
        {
            hash.Add(key, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _keys);
}
