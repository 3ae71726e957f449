using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A log's <c>body</c>, or what keys lead to inside it.</summary>
internal sealed class BodyPath(Key[] keys) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue body = OttlValue.From(context.Request.GetValue(context.OwnerOf(OwnerKind.Item), OtlpTag.LogBody));
        return keys.Length == 0 ? body : Keys.Pick(context, body, keys);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        Owner log = context.OwnerOf(OwnerKind.Item);
        WireValue body = context.Request.GetValue(log, OtlpTag.LogBody);
        if (!Keys.TryPut(context, body, keys, value.ToWire(context), out WireValue put))
        {
            return false;
        }

        context.Request.SetValue(log, OtlpTag.LogBody, put);
        return true;
    }
}
