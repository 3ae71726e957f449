namespace HotPath.Components.Ottl;

/// <summary>The contexts' names, as statements and configurations write them.</summary>
internal static class ContextNames
{
    /// <summary>A context's name.</summary>
    public static string Of(ContextKind context) => context switch
    {
        ContextKind.Resource => "resource",
        ContextKind.Scope => "scope",
        ContextKind.Span => "span",
        ContextKind.SpanEvent => "spanevent",
        ContextKind.Metric => "metric",
        ContextKind.DataPoint => "datapoint",
        _ => "log",
    };

    /// <summary>The context of a name; null for none.</summary>
    public static ContextKind? Find(string name) => name switch
    {
        "resource" => ContextKind.Resource,
        "scope" or "instrumentation_scope" => ContextKind.Scope,
        "span" => ContextKind.Span,
        "spanevent" => ContextKind.SpanEvent,
        "metric" => ContextKind.Metric,
        "datapoint" => ContextKind.DataPoint,
        "log" => ContextKind.Log,
        _ => null,
    };

    /// <summary>True if a statement that runs for one context can look at another one: itself, and what it lies in.</summary>
    public static bool CanSee(ContextKind from, ContextKind what) => what == from || what switch
    {
        ContextKind.Resource => true,
        ContextKind.Scope => from != ContextKind.Resource,
        ContextKind.Span => from == ContextKind.SpanEvent,
        ContextKind.Metric => from == ContextKind.DataPoint,
        _ => false,
    };
}
