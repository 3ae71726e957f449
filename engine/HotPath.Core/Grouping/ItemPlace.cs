namespace HotPath.Core.Grouping;

/// <summary>Where an item will stand.</summary>
internal struct ItemPlace
{
    /// <summary>The item behind it in its group; −1 = none.</summary>
    public int Next;

    /// <summary>Bytes of the attributes that went to its resource.</summary>
    public int Moved;
}
