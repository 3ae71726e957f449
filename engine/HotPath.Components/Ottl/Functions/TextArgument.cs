using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>An argument that must be a string.</summary>
internal readonly struct TextArgument(Expression expression)
{
    /// <summary>Its bytes, which stay for the request; false = it failed or is something else, and the context says so.</summary>
    public bool TryGet(OttlContext context, out ReadOnlySpan<byte> text)
    {
        OttlValue value = expression.Get(context);
        text = value.Content;
        return value.Kind == OttlKind.Text || context.FailKind("a string", value.Kind);
    }
}
