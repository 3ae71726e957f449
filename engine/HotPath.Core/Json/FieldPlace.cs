namespace HotPath.Core.Json;

/// <summary>Where a field lies in a message's body, as offsets into it.</summary>
internal struct FieldPlace
{
    /// <summary>The tag of its first occurrence.</summary>
    internal int First;

    /// <summary>The tag of its last occurrence.</summary>
    internal int Last;

    /// <summary>The content of its last occurrence.</summary>
    internal int BodyStart;

    /// <summary>Behind its last occurrence.</summary>
    internal int End;
}
