using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One metric. Its data is a oneof: a member takes the place of another member before it, points and all, and the same member merges; so
/// the live data is the last run of one member's fields. Offsets count from the request's start.
/// <code>
///  0 FieldStart    4 BodyStart     8 End             the metric: tag, content, end
/// 12 Scope                                           the block it lies in
/// 16 FirstItem    20 ItemCount                       its points, with <see cref="IndexDepth.Items"/>
/// 24 FirstAttribute 28 AttributeCount                its metadata, with <see cref="IndexDepth.MetricAttributes"/>
/// 32 DataStart    36 DataFields    40 DataNumber     first field of the live data, how many fields, their number (0 = no data)
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct MetricRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 44;

    internal int FieldStart;
    internal int BodyStart;
    internal int End;

    /// <summary>The scope block it lies in.</summary>
    public int Scope { get; internal set; }

    /// <summary>Its first point.</summary>
    public int FirstItem { get; internal set; }

    /// <summary>Its points.</summary>
    public int ItemCount { get; internal set; }

    internal int FirstAttribute;
    internal int AttributeCount;
    internal int DataStart;
    internal int DataFields;
    internal int DataNumber;

    /// <summary>Which data it has.</summary>
    public readonly MetricDataKind Data => (MetricDataKind)DataNumber;
}
