namespace HotPath.Core.Index;

/// <summary>What an <c>AnyValue</c> holds: the number of its field.</summary>
public enum ValueKind : byte
{
    /// <summary>Nothing is set.</summary>
    Empty = 0,

    /// <summary><c>string_value</c>.</summary>
    Text = 1,

    /// <summary><c>bool_value</c>.</summary>
    Bool = 2,

    /// <summary><c>int_value</c>.</summary>
    Int = 3,

    /// <summary><c>double_value</c>.</summary>
    Double = 4,

    /// <summary><c>array_value</c>.</summary>
    Array = 5,

    /// <summary><c>kvlist_value</c>.</summary>
    Map = 6,

    /// <summary><c>bytes_value</c>.</summary>
    Bytes = 7,
}
