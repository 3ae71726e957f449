namespace HotPath.Components.Processors.Shared;

/// <summary>What an action does to its attribute.</summary>
internal enum ActionKind
{
    /// <summary>Adds it if it is not there.</summary>
    Insert,

    /// <summary>Changes it if it is there.</summary>
    Update,

    /// <summary>Both.</summary>
    Upsert,

    /// <summary>Removes it, and all whose keys match a pattern.</summary>
    Delete,

    /// <summary>Replaces its value by the SHA-256 of it, and so for all whose keys match a pattern.</summary>
    Hash,

    /// <summary>Makes attributes of the named groups that a pattern finds in its text.</summary>
    Extract,

    /// <summary>Changes its type.</summary>
    Convert,
}
