using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A span's <c>status</c> as a whole: <c>code</c> and <c>message</c>.</summary>
internal sealed class StatusPath : WholePath
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        Owner span = context.OwnerOf(OwnerKind.Item);
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        WireField code = context.Request.GetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusCode);
        into.AppendPair("code"u8, context.Request.Int((int)code.Varint));
        into.AppendPair("message"u8, context.Request.GetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusMessage).Bytes);
        return into.TakeMap(context, mark);
    }
}
