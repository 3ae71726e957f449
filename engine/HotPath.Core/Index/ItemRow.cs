using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// One span, log record or data point: where it lies and what hangs on it. The same row for the three, since it says nothing of their
/// meaning. A cache line. Offsets count from the request's start.
/// <code>
///  0 FieldStart    4 End           8 BodyOffset (1 byte, from FieldStart)    9 Flags (1 byte)    10 unused
/// 12 Parent                                          the scope block, or a point's metric
/// 16 FirstAttribute 20 AttributeCount                with <see cref="IndexDepth.ItemAttributes"/>
/// 24 FirstEvent   28 FirstLink                       with <see cref="IndexDepth.Events"/>, <see cref="IndexDepth.Links"/>;
///                                                    they end where the next item's begin
/// 32 Fields[16], 2 bytes each                        with <see cref="IndexDepth.ItemFields"/>: of the singular field of that
///                                                    number (0 stands for 16), where the last one begins: offset from the
///                                                    body's start + 1, 0 = not there
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ItemRow
{
    /// <summary>Bytes of a row.</summary>
    public const int Size = 64;

    internal const int FieldSlots = 16;

    internal int FieldStart;
    internal int End;
    internal byte BodyOffset;
    internal ItemFlags Flags;
    internal ushort Unused;

    /// <summary>The scope block it lies in; of a data point, its metric.</summary>
    public int Parent { get; internal set; }

    internal int FirstAttribute;
    internal int AttributeCount;

    internal int FirstEvent;
    internal int FirstLink;
    internal fixed ushort Fields[FieldSlots];

    internal readonly int BodyStart => FieldStart + BodyOffset;
}
