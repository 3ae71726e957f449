using HotPath.Components.Ottl.Paths;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>What keys pick from a converter's value: <c>ParseJSON(body)["a"][0]</c>.</summary>
internal sealed class Indexed(Expression expression, Key[] keys) : Expression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue value = expression.Get(context);
        return value.IsFailed ? value : Keys.Pick(context, value, keys, mustBeThere: true);
    }
}
