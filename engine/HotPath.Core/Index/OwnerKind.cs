namespace HotPath.Core.Index;

/// <summary>The messages of a request that rows stand for, and that edits can be made on.</summary>
public enum OwnerKind : byte
{
    /// <summary>The <c>Resource</c> message of a resource block. Its row number is the block's.</summary>
    Resource,

    /// <summary>The <c>InstrumentationScope</c> message of a scope block. Its row number is the block's.</summary>
    Scope,

    /// <summary>A span, log record or data point.</summary>
    Item,

    /// <summary>A span's event.</summary>
    Event,

    /// <summary>A span's link.</summary>
    Link,

    /// <summary>A metric; its attributes are its <c>metadata</c>.</summary>
    Metric,

    /// <summary>
    /// A metric's <c>Gauge</c>, <c>Sum</c>, …: temporality and monotonicity. Its row number is the metric's. No attributes.
    /// </summary>
    MetricData,

    /// <summary><c>ResourceSpans</c> and its siblings: <c>schema_url</c>. No attributes.</summary>
    ResourceBlock,

    /// <summary><c>ScopeSpans</c> and its siblings: <c>schema_url</c>. No attributes.</summary>
    ScopeBlock,
}
