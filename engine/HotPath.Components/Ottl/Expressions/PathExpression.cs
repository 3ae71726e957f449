using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>A compiled path: a field of what the context stands at, to read and mostly to write.</summary>
internal abstract class PathExpression : Expression
{
    /// <summary>False for what can only be read.</summary>
    public virtual bool IsSettable => true;

    /// <summary>Writes it. Callers pass over nil before, as the Collector does. False = it failed, and the context says why.</summary>
    public abstract bool Set(OttlContext context, in OttlValue value);

    /// <summary>
    /// Opens the map that lies there, to be edited pair by pair and then committed; fails if there is none. One that is opened holds until
    /// the statement ends.
    /// </summary>
    public virtual bool TryOpenMap(OttlContext context, out OttlMap map)
    {
        OttlValue value = Get(context);
        if (value.Kind != OttlKind.Map)
        {
            map = null!;
            return !value.IsFailed && context.FailKind("a map", value.Kind);
        }

        map = context.RentMap(value, this);
        return true;
    }
}
