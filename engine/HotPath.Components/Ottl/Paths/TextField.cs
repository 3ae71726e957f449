using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A string field; empty if it is not there.</summary>
internal sealed class TextField(OwnerKind owner, uint tag) : FieldPath(owner, tag)
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context) => OttlValue.Text(Field(context).Bytes);

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!Expect(context, value, OttlKind.Text))
        {
            return false;
        }

        context.Request.SetField(OwnerIn(context), Tag, value.Content);
        return true;
    }
}
