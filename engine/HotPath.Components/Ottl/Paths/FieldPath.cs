using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A field that is one tag of one owner; what kind of number or text it is, its subclasses know.</summary>
internal abstract class FieldPath(OwnerKind owner, uint tag) : PathExpression
{
    /// <summary>The field's tag.</summary>
    protected uint Tag => tag;

    /// <summary>The owner's field now.</summary>
    protected WireField Field(OttlContext context) => context.Request.GetField(context.OwnerOf(owner), tag);

    /// <summary>Whose field it is now.</summary>
    protected Owner OwnerIn(OttlContext context) => context.OwnerOf(owner);

    /// <summary>True if a value is of the kind that the field holds; else the failure is noted.</summary>
    protected static bool Expect(OttlContext context, in OttlValue value, OttlKind kind) =>
        value.Kind == kind || context.FailKind(ValueNames.NameOf(kind), value.Kind);
}
