namespace HotPath.Engine.Auth;

/// <summary>What to do with one header of a request.</summary>
public enum HeaderAction
{
    /// <summary>Writes it, over another value.</summary>
    Upsert,

    /// <summary>Writes it unless it is there.</summary>
    Insert,

    /// <summary>Writes it only if it is there.</summary>
    Update,

    /// <summary>Removes it.</summary>
    Delete,
}
