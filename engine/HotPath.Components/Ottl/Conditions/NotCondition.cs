using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>A condition with <c>not</c> before it. What failed stays failed.</summary>
internal sealed class NotCondition(Condition condition) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context) => condition.Test(context) switch
    {
        Truth.Yes => Truth.No,
        Truth.No => Truth.Yes,
        _ => Truth.Failed,
    };

    /// <summary>Negates a condition.</summary>
    public static Condition Of(Condition condition) =>
        condition.Constant is { } constant ? new ConstantCondition(!constant) : new NotCondition(condition);
}
