namespace HotPath.Core.Index;

/// <summary>What an item's <c>Fields</c> say.</summary>
[Flags]
internal enum ItemFlags : byte
{
    /// <summary>Nothing: a field is found by searching.</summary>
    None = 0,

    /// <summary>They are filled: a field that they don't have is not there.</summary>
    HasFields = 1,

    /// <summary>A singular message is written more than once; the pieces merge.</summary>
    HasPieces = 2,
}
