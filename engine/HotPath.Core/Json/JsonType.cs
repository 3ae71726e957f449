namespace HotPath.Core.Json;

/// <summary>
/// A field's protobuf type as far as JSON tells it apart (https://protobuf.dev/programming-guides/json/; ids as OTLP says).
/// </summary>
internal enum JsonType : byte
{
    /// <summary><c>string</c>.</summary>
    Utf8,

    /// <summary><c>bytes</c>: base64.</summary>
    Bytes,

    /// <summary>A trace id: 32 hex digits, or none.</summary>
    TraceId,

    /// <summary>A span id: 16 hex digits, or none.</summary>
    SpanId,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>int64</c>: a decimal string.</summary>
    Int64,

    /// <summary><c>uint64</c>: a decimal string.</summary>
    UInt64,

    /// <summary><c>uint32</c>.</summary>
    UInt32,

    /// <summary><c>sint32</c>.</summary>
    SInt32,

    /// <summary>An enum: its number, or, when read, its name.</summary>
    Enum,

    /// <summary><c>double</c>: a number, or <c>NaN</c> and infinities as strings.</summary>
    Double,

    /// <summary><c>fixed64</c>: a decimal string.</summary>
    Fixed64,

    /// <summary><c>sfixed64</c>: a decimal string.</summary>
    SFixed64,

    /// <summary><c>fixed32</c>.</summary>
    Fixed32,

    /// <summary>A message: an object.</summary>
    Message,
}
