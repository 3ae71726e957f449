using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>
/// A compiled value: resolved once, at start, to a node that knows what to read. Immutable; used by many threads at once, each with its own
/// context.
/// </summary>
internal abstract class Expression
{
    /// <summary>
    /// Its value for what the context stands at. <see cref="OttlKind.Failed"/> if there is none; pass that on.
    /// </summary>
    public abstract OttlValue Get(OttlContext context);

    /// <summary>The value if it never changes, so that what stands on it can be done once, at start.</summary>
    public virtual bool TryGetConstant(out OttlValue value)
    {
        value = default;
        return false;
    }
}
