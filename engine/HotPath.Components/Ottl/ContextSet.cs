namespace HotPath.Components.Ottl;

/// <summary>Some contexts.</summary>
[Flags]
internal enum ContextSet : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="ContextKind.Resource"/></summary>
    Resource = 1 << ContextKind.Resource,

    /// <summary><see cref="ContextKind.Scope"/></summary>
    Scope = 1 << ContextKind.Scope,

    /// <summary><see cref="ContextKind.Span"/></summary>
    Span = 1 << ContextKind.Span,

    /// <summary><see cref="ContextKind.SpanEvent"/></summary>
    SpanEvent = 1 << ContextKind.SpanEvent,

    /// <summary><see cref="ContextKind.Metric"/></summary>
    Metric = 1 << ContextKind.Metric,

    /// <summary><see cref="ContextKind.DataPoint"/></summary>
    DataPoint = 1 << ContextKind.DataPoint,

    /// <summary><see cref="ContextKind.Log"/></summary>
    Log = 1 << ContextKind.Log,

    /// <summary>All.</summary>
    All = Resource | Scope | Span | SpanEvent | Metric | DataPoint | Log,
}
