using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A span event's <c>event_index</c>: its place among its span's events, from 0. Read only.</summary>
internal sealed class EventIndexPath : PathExpression
{
    /// <inheritdoc/>
    public override bool IsSettable => false;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        int row = context.OwnerOf(OwnerKind.Event).Row;
        return OttlValue.Of((long)(row - context.Request.Index.EventsOf(context.OwnerOf(OwnerKind.Item).Row).First));
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value) => throw new NotSupportedException("the path can only be read");
}
