using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>Always, or never.</summary>
internal sealed class ConstantCondition(bool holds) : Condition
{
    /// <inheritdoc/>
    public override bool? Constant => holds;

    /// <inheritdoc/>
    public override Truth Test(OttlContext context) => holds ? Truth.Yes : Truth.No;
}
