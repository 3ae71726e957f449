using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary><c>cache</c>: a map that lasts as long as the context stands at one thing, or what keys lead to inside it.</summary>
internal sealed class CachePath(Key[] keys) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue cache = Cache(context);
        return keys.Length == 0 ? cache : Keys.Pick(context, cache, keys);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (keys.Length == 0 && value.Kind != OttlKind.Map)
        {
            return context.FailKind("a map", value.Kind);
        }

        if (!Keys.TryPut(context, Cache(context).ToWire(context), keys, value.ToWire(context), out WireValue put))
        {
            return false;
        }

        context.Cache = OttlValue.From(put);
        return true;
    }

    private static OttlValue Cache(OttlContext context) =>
        context.Cache.IsNil ? OttlValue.From(Overlay.Built(ValueKind.Map, default)) : context.Cache;
}
