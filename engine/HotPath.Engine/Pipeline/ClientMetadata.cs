namespace HotPath.Engine.Pipeline;

/// <summary>
/// What a request's headers said under the keys that some component reads: for each key, its values in the order they came. Immutable, and
/// shared by all requests that said the same (<see cref="MetadataTable"/>).
/// <code>
///   keys    host  x-scope  x-tenant
///   starts  0     1        1         3      the values of key i are values[starts[i] .. starts[i + 1]]
///   values  "gw"           "a" "b"
/// </code>
/// </summary>
public sealed class ClientMetadata
{
    private readonly MetadataKeys _keys;
    private readonly int[] _starts;
    private readonly string[] _values;

    internal ClientMetadata(MetadataKeys keys, int[] starts, string[] values)
    {
        _keys = keys;
        _starts = starts;
        _values = values;
    }

    /// <summary>Nothing under any key.</summary>
    public static ClientMetadata None { get; } = new(MetadataKeys.Empty, [0], []);

    /// <summary>The keys that were looked for.</summary>
    public MetadataKeys Keys => _keys;

    /// <summary>The values of a key in lower case, in the order they came; empty if there were none, or nobody asked for the key.</summary>
    public ReadOnlySpan<string> Values(string key)
    {
        int index = _keys.IndexOf(key);
        return index < 0 ? [] : ValuesAt(index);
    }

    /// <summary>The same under these keys, and nothing under any other.</summary>
    public ClientMetadata Only(MetadataKeys keys)
    {
        if (keys.Count == 0)
        {
            return None;
        }

        var starts = new int[keys.Count + 1];
        var values = new List<string>();
        for (int i = 0; i < keys.Count; i++)
        {
            values.AddRange(Values(keys[i]));
            starts[i + 1] = values.Count;
        }

        return new ClientMetadata(keys, starts, [.. values]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", _keys.All.Select((key, i) => $"{key}={string.Join(',', ValuesAt(i).ToArray())}"));

    /// <summary>The values of the key at a place.</summary>
    internal ReadOnlySpan<string> ValuesAt(int index) => _values.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);
}
