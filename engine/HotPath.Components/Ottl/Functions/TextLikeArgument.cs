using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>An argument of any kind that is wanted as text.</summary>
internal readonly struct TextLikeArgument(Expression expression)
{
    /// <summary>A text, or nil for nil; false = it failed or has no text form, and the context says so.</summary>
    public bool TryGet(OttlContext context, out OttlValue text)
    {
        text = TextForm.Of(context, expression.Get(context));
        return !text.IsFailed;
    }
}
