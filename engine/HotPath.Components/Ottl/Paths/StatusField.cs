using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A span's <c>status.code</c> or <c>status.message</c>.</summary>
internal sealed class StatusField(bool isCode) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        uint tag = isCode ? OtlpTag.StatusCode : OtlpTag.StatusMessage;
        WireField field = context.Request.GetNested(context.OwnerOf(OwnerKind.Item), OtlpTag.SpanStatus, tag);
        return isCode ? OttlValue.Of((long)(int)field.Varint) : OttlValue.Text(field.Bytes);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        Owner span = context.OwnerOf(OwnerKind.Item);
        OttlKind kind = isCode ? OttlKind.Int : OttlKind.Text;
        if (value.Kind != kind)
        {
            return context.FailKind(ValueNames.NameOf(kind), value.Kind);
        }

        if (!isCode)
        {
            context.Request.SetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusMessage, value.Content);
            return true;
        }

        Span<byte> varint = stackalloc byte[WireSize.MaxVarint];
        int length = WireSize.WriteVarint(varint, (ulong)(long)(int)value.AsInt);
        context.Request.SetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusCode, varint[..length]);
        return true;
    }
}
