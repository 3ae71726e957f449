using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A time in nanoseconds since 1970, as a time or as an int.</summary>
internal sealed class MomentField(OwnerKind owner, uint tag, bool isInt) : FieldPath(owner, tag)
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        long nanoseconds = (long)Field(context).Fixed64;
        return isInt ? OttlValue.Of(nanoseconds) : OttlValue.Time(nanoseconds);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!Expect(context, value, isInt ? OttlKind.Int : OttlKind.Time))
        {
            return false;
        }

        context.Request.SetFixed64(OwnerIn(context), Tag, (ulong)value.AsInt);
        return true;
    }
}
