namespace HotPath.Core.Index;

/// <summary>One message of a request, by its row.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Row">Its row in the index's list of that kind (see <see cref="OwnerKind"/>).</param>
public readonly record struct Owner(OwnerKind Kind, int Row)
{
    /// <summary>The <c>Resource</c> message of a resource block.</summary>
    public static Owner Resource(int row) => new(OwnerKind.Resource, row);

    /// <summary>The <c>InstrumentationScope</c> message of a scope block.</summary>
    public static Owner Scope(int row) => new(OwnerKind.Scope, row);

    /// <summary>A span, log record or data point.</summary>
    public static Owner Item(int row) => new(OwnerKind.Item, row);

    /// <summary>A span's event.</summary>
    public static Owner Event(int row) => new(OwnerKind.Event, row);

    /// <summary>A span's link.</summary>
    public static Owner Link(int row) => new(OwnerKind.Link, row);

    /// <summary>A metric.</summary>
    public static Owner Metric(int row) => new(OwnerKind.Metric, row);

    /// <summary>A metric's data.</summary>
    public static Owner MetricData(int row) => new(OwnerKind.MetricData, row);

    /// <summary>A resource block.</summary>
    public static Owner ResourceBlock(int row) => new(OwnerKind.ResourceBlock, row);

    /// <summary>A scope block.</summary>
    public static Owner ScopeBlock(int row) => new(OwnerKind.ScopeBlock, row);
}
