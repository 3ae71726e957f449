namespace HotPath.Components.Ottl.Values;

/// <summary>What an <see cref="OttlValue"/> is.</summary>
internal enum OttlKind : byte
{
    /// <summary>Nothing: a missing attribute, an empty value, the literal <c>nil</c>.</summary>
    Nil,

    /// <summary>A flag.</summary>
    Bool,

    /// <summary>A 64-bit integer; enums too.</summary>
    Int,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list, encoded as the fields of an ArrayValue.</summary>
    List,

    /// <summary>A map, encoded as the fields of a KeyValueList.</summary>
    Map,

    /// <summary>A moment: nanoseconds since 1970, in UTC.</summary>
    Time,

    /// <summary>A length of time, in nanoseconds.</summary>
    Duration,

    /// <summary>The 16 bytes of a trace id; never equal to mere bytes, as in the Collector.</summary>
    TraceId,

    /// <summary>The 8 bytes of a span id.</summary>
    SpanId,

    /// <summary>No value: evaluation failed, and the context says why.</summary>
    Failed,
}
