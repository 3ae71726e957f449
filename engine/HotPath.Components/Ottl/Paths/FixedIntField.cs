using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A fixed32 field as an int: flags.</summary>
internal sealed class FixedIntField(OwnerKind owner, uint tag) : FieldPath(owner, tag)
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context) => OttlValue.Of((long)Field(context).Fixed32);

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!Expect(context, value, OttlKind.Int))
        {
            return false;
        }

        context.Request.SetFixed32(OwnerIn(context), Tag, (uint)value.AsInt);
        return true;
    }
}
