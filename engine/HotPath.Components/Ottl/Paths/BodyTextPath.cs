using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A log's <c>body.string</c>: the body as text; empty if there is none.</summary>
internal sealed class BodyTextPath : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue body = OttlValue.From(context.Request.GetValue(context.OwnerOf(OwnerKind.Item), OtlpTag.LogBody));
        return body.IsNil ? OttlValue.Text(default) : TextForm.Of(context, body);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (value.Kind != OttlKind.Text)
        {
            return context.FailKind("a string", value.Kind);
        }

        context.Request.SetValue(context.OwnerOf(OwnerKind.Item), OtlpTag.LogBody, value.ToWire(context));
        return true;
    }
}
