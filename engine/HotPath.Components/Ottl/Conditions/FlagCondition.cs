using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>A converter that gives true or false; anything else is a failure.</summary>
internal sealed class FlagCondition(Expression flag) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        OttlValue value = flag.Get(context);
        if (value.Kind == OttlKind.Bool)
        {
            return value.AsBool ? Truth.Yes : Truth.No;
        }

        context.FailKind("a bool, as a condition is one", value.Kind);
        return Truth.Failed;
    }
}
