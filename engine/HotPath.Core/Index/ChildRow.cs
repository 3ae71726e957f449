using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One event or link of a span. Offsets count from the request's start.
/// <code>
///  0 FieldStart    4 BodyStart     8 End             tag, content, end
/// 12 Item                                            the span
/// 16 FirstAttribute 20 AttributeCount                with <see cref="IndexDepth.EventAttributes"/>,
///                                                    <see cref="IndexDepth.LinkAttributes"/>
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChildRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 24;

    internal int FieldStart;
    internal int BodyStart;
    internal int End;

    /// <summary>The span it belongs to.</summary>
    public int Item { get; internal set; }

    internal int FirstAttribute;
    internal int AttributeCount;
}
