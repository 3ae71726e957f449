using System.Runtime.InteropServices;
using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <summary>A resource block, a scope block or a metric as it will be written; rows stand in the order of their first items.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GroupRow
{
    /// <summary>Of a resource: for each key, the attribute it has, or null.</summary>
    public AttributeRow** Values;

    /// <summary>The row that it is written after: the first that came.</summary>
    public int Frame;

    /// <summary>The group that it lies in.</summary>
    public int Parent;

    /// <summary>The first and the last of what lies in it, groups or items; −1 = nothing yet.</summary>
    public int First;

    /// <inheritdoc cref="First"/>
    public int Last;

    /// <summary>The next one in the same parent; −1 = none.</summary>
    public int Next;

    /// <summary>Bytes of what lies in it; once all is sized, of its content.</summary>
    public long Body;

    /// <summary>Bytes of its Resource message, or of a metric's data.</summary>
    public long Inner;
}
