namespace HotPath.Components.Ottl;

/// <summary>What a processor does when a statement fails on an item (<c>error_mode</c>).</summary>
internal enum ErrorMode : byte
{
    /// <summary>Writes a line and goes on.</summary>
    Ignore,

    /// <summary>Goes on.</summary>
    Silent,

    /// <summary>Refuses the request.</summary>
    Propagate,
}
