using System.Runtime.InteropServices;
using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <summary>
/// What a resource block, a scope block or a metric is besides the items in it. Two of the same kind whose frames are equal become one.
/// <code>
///            Bytes
///   resource | attributes, by key, without the keys · other fields of Resource | fields of the block |
///   scope    | fields of the block, the scope among them                       |
///   metric   | fields of the metric besides its live data | of that, all besides points |
///                                         RestFrom, RestLength: what is written around the children, Head of it before them
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FrameRow
{
    /// <summary>What is compared.</summary>
    public byte* Bytes;

    /// <summary>Of a resource: for each key, the first attribute that came under it, or null.</summary>
    public AttributeRow** Own;

    public int Length;
    public int RestFrom;
    public int RestLength;
    public int Head;

    /// <summary>Of a metric, which data it has.</summary>
    public int DataNumber;

    /// <summary>The first row with an equal frame.</summary>
    public int Class;

    /// <summary>All that is compared.</summary>
    public readonly ReadOnlySpan<byte> All => new(Bytes, Length);

    /// <summary>Of a metric, what its data is besides points.</summary>
    public readonly ReadOnlySpan<byte> Data => new(Bytes + RestLength, Length - RestLength);

    /// <summary>What is written before the children.</summary>
    public readonly ReadOnlySpan<byte> Before => new(Bytes + RestFrom, Head);

    /// <summary>What is written behind them.</summary>
    public readonly ReadOnlySpan<byte> Behind => new(Bytes + RestFrom + Head, RestLength - Head);

    public readonly bool Is(in FrameRow other) =>
        DataNumber == other.DataNumber && RestFrom == other.RestFrom && RestLength == other.RestLength && All.SequenceEqual(other.All);
}
