namespace HotPath.Core.Index;

/// <summary>
/// What an index holds, as asked for by those who read it: the union over the processors of every pipeline that shares a request. What
/// nobody asks for is neither decoded nor kept. A flag brings what it stands on.
/// </summary>
[Flags]
public enum IndexDepth
{
    /// <summary>Nothing: there is no index.</summary>
    None = 0,

    /// <summary>A row for each resource block; scopes and items are not looked at.</summary>
    Resources = 1,

    /// <summary>The attributes of resources.</summary>
    ResourceAttributes = Resources | 2,

    /// <summary>A row for each scope block.</summary>
    Scopes = Resources | 4,

    /// <summary>The attributes of scopes.</summary>
    ScopeAttributes = Scopes | 8,

    /// <summary>A row for each metric (other signals: nothing more than <see cref="Scopes"/>).</summary>
    Metrics = Scopes | 16,

    /// <summary>The metadata attributes of metrics.</summary>
    MetricAttributes = Metrics | 32,

    /// <summary>A row for each span, log record or data point. Needed to drop items, and whatever holds items.</summary>
    Items = Metrics | 64,

    /// <summary>The attributes of items.</summary>
    ItemAttributes = Items | 128,

    /// <summary>Where each field of an item lies, so that reading one costs no search (without it, reading is right but slower).</summary>
    ItemFields = Items | 256,

    /// <summary>A row for each span event.</summary>
    Events = Items | 512,

    /// <summary>The attributes of span events.</summary>
    EventAttributes = Events | 1024,

    /// <summary>A row for each span link.</summary>
    Links = Items | 2048,

    /// <summary>The attributes of span links.</summary>
    LinkAttributes = Links | 4096,
}
