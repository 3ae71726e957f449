namespace HotPath.Core.Wire;

/// <summary>Why bytes are not a valid OTLP request. The first fault of a walk is kept, with its offset.</summary>
public enum WireFault : byte
{
    /// <summary>The request is well formed.</summary>
    None,

    /// <summary>A value or a length runs past the end of the message that holds it.</summary>
    Truncated,

    /// <summary>A varint of more than ten bytes.</summary>
    VarintTooLong,

    /// <summary>A field number of 0 or above 2²⁹−1.</summary>
    TagOutOfRange,

    /// <summary>Wire type 6 or 7, which protobuf does not define.</summary>
    UnknownWireType,

    /// <summary>A group that ends without a start, starts without an end, or ends under another number.</summary>
    UnmatchedGroup,

    /// <summary>Messages or groups nested more than 100 deep.</summary>
    NestedTooDeep,

    /// <summary>An OTLP string that is not UTF-8. Stricter than protobuf's C# runtime, as proto3 demands.</summary>
    InvalidUtf8,

    /// <summary>A trace id that is not 0 or 16 bytes, or a span id that is not 0 or 8.</summary>
    InvalidIdLength,
}
