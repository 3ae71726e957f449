namespace HotPath.Core.Json;

/// <summary>Why bytes are not an OTLP/JSON request.</summary>
public enum JsonFault : byte
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>No byte, or only white space.</summary>
    Empty,

    /// <summary>Not JSON (RFC 8259), or cut off before the end of the top-level object.</summary>
    NotJson,

    /// <summary>A value of another JSON type than its field takes, such as a number for a message.</summary>
    WrongType,

    /// <summary>A number that the field's type does not hold, or a string that is none where a number may be a string.</summary>
    BadNumber,

    /// <summary>A string that names no value of its field's enum.</summary>
    BadEnum,

    /// <summary>An id that is not hex, or not 0, 16 or 32 digits long as its field demands.</summary>
    BadId,

    /// <summary>A <c>bytes</c> value that is not base64.</summary>
    BadBase64,

    /// <summary>A string field whose bytes are not UTF-8.</summary>
    BadText,

    /// <summary>Nested deeper than 100 levels.</summary>
    NestedTooDeep,

    /// <summary>The request has more than 2 GiB as wire bytes.</summary>
    TooLarge,
}
