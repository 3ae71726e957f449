using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>An enum, or (unsigned) a 32-bit count.</summary>
internal sealed class VarintField(OwnerKind owner, uint tag, bool isCount) : FieldPath(owner, tag)
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        ulong number = Field(context).Varint;
        return OttlValue.Of(isCount ? (uint)number : (long)(int)number);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!Expect(context, value, OttlKind.Int))
        {
            return false;
        }

        context.Request.SetVarint(OwnerIn(context), Tag, isCount ? (uint)value.AsInt : (ulong)(long)(int)value.AsInt);
        return true;
    }
}
