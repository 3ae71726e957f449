using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One resource block. Offsets count from the request's start.
/// <code>
///  0 FieldStart    4 BodyStart     8 End             the block: tag, content, end
/// 12 MessageStart 16 MessageBody  20 MessageEnd      its Resource message, the last one written; MessageStart −1 = none
/// 24 Messages                                        how often it is written: the pieces merge
/// 28 FirstScope   32 ScopeCount                      with <see cref="IndexDepth.Scopes"/>
/// 36 FirstItem    40 ItemCount                       with <see cref="IndexDepth.Items"/>
/// 44 FirstAttribute 48 AttributeCount                with <see cref="IndexDepth.ResourceAttributes"/>
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ResourceRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 52;

    internal int FieldStart;
    internal int BodyStart;
    internal int End;
    internal int MessageStart;
    internal int MessageBody;
    internal int MessageEnd;
    internal int Messages;

    /// <summary>Its first scope block.</summary>
    public int FirstScope { get; internal set; }

    /// <summary>Its scope blocks.</summary>
    public int ScopeCount { get; internal set; }

    /// <summary>Its first item.</summary>
    public int FirstItem { get; internal set; }

    /// <summary>Its items.</summary>
    public int ItemCount { get; internal set; }

    internal int FirstAttribute;
    internal int AttributeCount;
}
