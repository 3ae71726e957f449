namespace HotPath.Core.Wire;

/// <summary>
/// The levels of a request's frame, outermost first; a block of one holds blocks of the next. Traces and logs end at the scope, whose
/// children are their items; metrics go on to data points.
/// <code>
///   Request   Export…ServiceRequest    1: resource_spans, resource_logs, resource_metrics
///   Resource  ResourceSpans, …         2: scope_spans, scope_logs, scope_metrics
///   Scope     ScopeSpans, …            2: spans, log_records (items), metrics
///   Metric    Metric                   5, 7, 9, 10, 11: gauge, sum, histogram, exponential_histogram, summary
///   Data      Gauge, …                 1: data_points (items)
/// </code>
/// </summary>
internal static class FrameLevel
{
    /// <summary>How many levels there are.</summary>
    internal const int Levels = 5;

    internal const int Request = 0;
    internal const int Resource = 1;
    internal const int Scope = 2;
    internal const int Metric = 3;
    internal const int Data = 4;

    /// <summary>The level whose children are a signal's items.</summary>
    internal static int OfItems(Signal signal) => signal == Signal.Metrics ? Data : Scope;

    /// <summary>True if a length-delimited field of a block of this level is a block of the next, or an item.</summary>
    internal static bool IsChild(int level, uint number) => level switch
    {
        Resource or Scope => number == 2,
        Metric => number is 5 or 7 or 9 or 10 or 11,
        _ => number == 1,
    };
}
