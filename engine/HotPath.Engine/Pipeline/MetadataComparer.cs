namespace HotPath.Engine.Pipeline;

/// <summary>
/// Compares metadata by the values of some keys only: each key's values, in order. One value and a list of that one are the same.
/// </summary>
internal sealed class MetadataComparer(MetadataKeys keys) : IEqualityComparer<ClientMetadata>
{
    public bool Equals(ClientMetadata? x, ClientMetadata? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null)
        {
            return false;
        }

        for (int i = 0; i < keys.Count; i++)
        {
            if (!x.Values(keys[i]).SequenceEqual(y.Values(keys[i])))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(ClientMetadata obj)
    {
        var hash = default(HashCode);
        for (int i = 0; i < keys.Count; i++)
        {
            ReadOnlySpan<string> values = obj.Values(keys[i]);
            hash.Add(values.Length);
            foreach (string value in values)
            {
                hash.Add(value, StringComparer.Ordinal);
            }
        }

        return hash.ToHashCode();
    }
}
