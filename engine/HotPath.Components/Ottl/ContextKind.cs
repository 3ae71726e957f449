namespace HotPath.Components.Ottl;

/// <summary>What a statement runs for, once each; from the outside in, so that a larger one stands deeper.</summary>
internal enum ContextKind : byte
{
    /// <summary>Each resource.</summary>
    Resource,

    /// <summary>Each instrumentation scope.</summary>
    Scope,

    /// <summary>Each span.</summary>
    Span,

    /// <summary>Each event of a span.</summary>
    SpanEvent,

    /// <summary>Each metric.</summary>
    Metric,

    /// <summary>Each data point.</summary>
    DataPoint,

    /// <summary>Each log record.</summary>
    Log,
}
