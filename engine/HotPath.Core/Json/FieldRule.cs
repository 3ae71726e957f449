namespace HotPath.Core.Json;

/// <summary>How often a field occurs, and whether its default value says anything.</summary>
internal enum FieldRule : byte
{
    /// <summary>At most once; a scalar's default value is the same as none.</summary>
    Once,

    /// <summary><c>optional</c>: at most once; a default value is not the same as none.</summary>
    Optional,

    /// <summary>A member of the message's one <c>oneof</c>: the last member wins.</summary>
    OneOf,

    /// <summary><c>repeated</c>: an array. Numbers are packed in wire bytes.</summary>
    Repeated,
}
