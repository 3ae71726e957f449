using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One scope block. Offsets count from the request's start.
/// <code>
///  0 FieldStart    4 BodyStart     8 End             the block: tag, content, end
/// 12 MessageStart 16 MessageBody  20 MessageEnd      its InstrumentationScope message, the last one written; MessageStart −1 = none
/// 24 Messages                                        how often it is written: the pieces merge
/// 28 Resource                                        the block it lies in
/// 32 FirstMetric  36 MetricCount                     with <see cref="IndexDepth.Metrics"/>
/// 40 FirstItem    44 ItemCount                       with <see cref="IndexDepth.Items"/>
/// 48 FirstAttribute 52 AttributeCount                with <see cref="IndexDepth.ScopeAttributes"/>
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ScopeRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 56;

    internal int FieldStart;
    internal int BodyStart;
    internal int End;
    internal int MessageStart;
    internal int MessageBody;
    internal int MessageEnd;
    internal int Messages;

    /// <summary>The resource block it lies in.</summary>
    public int Resource { get; internal set; }

    /// <summary>Its first metric.</summary>
    public int FirstMetric { get; internal set; }

    /// <summary>Its metrics.</summary>
    public int MetricCount { get; internal set; }

    /// <summary>Its first item.</summary>
    public int FirstItem { get; internal set; }

    /// <summary>Its items.</summary>
    public int ItemCount { get; internal set; }

    internal int FirstAttribute;
    internal int AttributeCount;
}
