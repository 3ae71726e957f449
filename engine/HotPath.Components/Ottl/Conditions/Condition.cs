using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>A compiled condition. Immutable; used by many threads at once, each with its own context.</summary>
internal abstract class Condition
{
    /// <summary>Whether it holds for what the context stands at.</summary>
    public abstract Truth Test(OttlContext context);

    /// <summary>What it always is, if it does not depend on anything; else null.</summary>
    public virtual bool? Constant => null;
}
