using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>An argument that must be of one kind.</summary>
internal readonly struct TypedArgument(Expression expression, OttlKind kind)
{
    /// <summary>Its value, of that kind; false = it failed or is something else, and the context says so.</summary>
    public bool TryGet(OttlContext context, out OttlValue value)
    {
        value = expression.Get(context);
        return value.Kind == kind || context.FailKind(ValueNames.NameOf(kind), value.Kind);
    }
}
