using System.Collections.Concurrent;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// One state for each distinct combination of some keys' values, up to a limit. What was made stays: a combination that is over the limit
/// is refused for as long as the process lives, as in the Collector. Thread-safe; the states themselves belong to whoever asks.
/// </summary>
/// <typeparam name="T">The state.</typeparam>
public sealed class MetadataShards<T>
    where T : class
{
    private readonly MetadataKeys _keys;
    private readonly int _limit;
    private readonly Func<ClientMetadata, T> _create;
    private readonly ConcurrentDictionary<ClientMetadata, T> _shards;
    private readonly Lock _making = new();
    private readonly T? _sole;

    /// <summary>Makes it.</summary>
    /// <param name="keys">The keys; without any there is one state for all, and no limit.</param>
    /// <param name="limit">The most combinations; 0 for no limit.</param>
    /// <param name="create">Makes a combination's state; given the metadata of those keys only.</param>
    public MetadataShards(MetadataKeys keys, int limit, Func<ClientMetadata, T> create)
    {
        _keys = keys;
        _limit = limit;
        _create = create;
        _sole = keys.Count == 0 ? create(ClientMetadata.None) : null;
        _shards = new ConcurrentDictionary<ClientMetadata, T>(new MetadataComparer(keys));
    }

    /// <summary>Combinations seen so far.</summary>
    public int Count => _sole is null ? _shards.Count : 1;

    /// <summary>The state of a combination, made if it is new; null if that would be one too many.</summary>
    public T? Open(ClientMetadata metadata)
    {
        if (_sole is not null)
        {
            return _sole;
        }

        if (_shards.TryGetValue(metadata, out T? known))
        {
            return known;
        }

        lock (_making)
        {
            if (_shards.TryGetValue(metadata, out known))
            {
                return known;
            }

            if (_limit > 0 && _shards.Count >= _limit)
            {
                return null;
            }

            ClientMetadata own = metadata.Only(_keys);
            return _shards[own] = _create(own);
        }
    }
}
