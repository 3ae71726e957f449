namespace HotPath.Engine.Pipeline;

/// <summary>
/// The metadata that the requests of one intake have said lately, so that who says the same again costs no allocation. A fixed number of
/// places; a newcomer takes the place of another, which lives on with the batches that hold it. Thread-safe without a lock: at worst two
/// threads make the same twice.
/// </summary>
public sealed class MetadataTable
{
    /// <summary>Distinct metadata that is remembered.</summary>
    public const int Places = 1024;

    /// <summary>Places in which one metadata may be.</summary>
    private const int Ways = 4;

    private readonly ClientMetadata?[] _places;
    private readonly ClientMetadata _nothing;

    /// <summary>Makes a table.</summary>
    /// <param name="keys">The keys whose values are kept; without any, every request has the same: none.</param>
    public MetadataTable(MetadataKeys keys)
    {
        Keys = keys;
        _places = keys.Count == 0 ? [] : new ClientMetadata?[Places];
        _nothing = keys.Count == 0 ? ClientMetadata.None : new MetadataDraft().ToMetadata(keys);
    }

    /// <summary>A table of no keys.</summary>
    public static MetadataTable Empty { get; } = new(MetadataKeys.Empty);

    /// <summary>The keys whose values are kept.</summary>
    public MetadataKeys Keys { get; }

    /// <summary>The metadata that was gathered.</summary>
    public ClientMetadata Find(MetadataDraft draft)
    {
        if (draft.Count == 0)
        {
            return _nothing;
        }

        uint hash = (uint)draft.Hash();
        int first = (int)(hash % (Places / Ways)) * Ways;
        int victim = (int)(hash >> 24) % Ways;
        for (int way = 0; way < Ways; way++)
        {
            ClientMetadata? known = Volatile.Read(ref _places[first + way]);
            if (known is null)
            {
                victim = way;
                break;
            }

            if (draft.Says(known))
            {
                return known;
            }
        }

        ClientMetadata made = draft.ToMetadata(Keys);
        Volatile.Write(ref _places[first + victim], made);
        return made;
    }
}
